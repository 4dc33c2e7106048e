"""The words that the invented sub-region is told in. Invented data: no person, home or story here is real."""

KNOWN_AS = (
    "Ash", "Aster", "Bay", "Birch", "Blue", "Bracken", "Bryn", "Cedar", "Clover", "Coral", "Cove", "Dale", "Dune",
    "Echo", "Elder", "Ember", "Fen", "Fern", "Finch", "Flint", "Forest", "Frost", "Gale", "Glen", "Harbour", "Hawk",
    "Hazel", "Heath", "Heron", "Indigo", "Iris", "Ivy", "Jay", "Juniper", "Kit", "Lake", "Lark", "Laurel", "Leaf",
    "Linden", "Maple", "Marsh", "Meadow", "Merle", "Mist", "Moss", "Nettle", "North", "Oak", "Ocean", "Olive",
    "Onyx", "Opal", "Otter", "Pebble", "Pine", "Plum", "Poppy", "Quill", "Rain", "Raven", "Reed", "Ridge", "River",
    "Robin", "Rowan", "Rue", "Rush", "Sage", "Sky", "Slate", "Snow", "Sorrel", "Sparrow", "Spring", "Star", "Stone",
    "Storm", "Summer", "Swift", "Tansy", "Teal", "Thorn", "Thrush", "Tide", "Vale", "Violet", "Willow", "Winter",
    "Wren", "Yarrow",
)  # fmt: skip

FIRST_WORDS = (
    "Amber", "Barley", "Bramble", "Bridge", "Brook", "Chapel", "Cherry", "Copper", "Corner", "Cotton", "Dove",
    "Drum", "Elm", "Ferry", "Field", "Forge", "Garden", "Gate", "Glass", "Grove", "Hay", "High", "Hill", "Holly",
    "Honey", "Kiln", "Lantern", "Lime", "Long", "Low", "Mill", "Moor", "New", "Old", "Orchard", "Park", "Pear",
    "Quiet", "Rope", "Round", "Sand", "Silver", "South", "Spindle", "Stable", "Sun", "Tanner", "Thistle", "Three",
    "Toll", "Upper", "Vine", "Weaver", "Well", "West", "White", "Wood",
)  # fmt: skip
SECOND_WORDS = (
    "Acre", "Bank", "Barn", "Beck", "Bend", "Close", "Cottage", "Court", "Croft", "Cross", "End", "Farm", "Fold",
    "Green", "Hall", "Haven", "House", "Lane", "Lodge", "Mead", "Place", "Rise", "Row", "Side", "View", "Walk",
    "Way", "Yard",
)  # fmt: skip

COMPANIES = (
    "Kestrel Lane Care", "Brightwater Homes", "Fellside Children's Services", "Open Gate Care",
    "Larkrise Residential", "Twelve Oaks Care", "Harbour Light Homes", "Ridgeway Young People",
    "Saltmarsh Care", "Copperfield Homes", "Northlight Residential", "Greenstile Care",
    "Stepping Stone Lodges", "Wayfarer Homes", "Millrace Care", "Beacon Rise Homes",
)  # fmt: skip
CHARITIES = ("The Lantern Trust", "Hedgerow Children's Charity", "The Long Table Foundation")
AGENCIES = ("Hearthside Fostering", "Willow Bridge Fostering", "Common Roof Fostering", "Three Rivers Foster Care")
LODGING_FIRMS = ("Keystone Supported Living", "First Door Homes", "Threshold Lodgings", "Own Key Support")

STRENGTHS: dict[str, tuple[str, ...]] = {
    "EMO": ("Can say when a day has been too much", "Calms down with music", "Lets a trusted adult sit close by"),
    "ATT": ("Keeps in touch with a former carer", "Trusts the football coach", "Looks for one adult and stays near"),
    "BEH": ("Says sorry in their own time", "Walks away when asked by someone they trust"),
    "SAF": ("Rings when running late", "Knows three adults to call"),
    "HEA": ("Takes own inhaler without being asked", "Likes swimming and long walks"),
    "DEV": ("Learns quickly by doing", "Uses picture cards with confidence"),
    "EDU": ("Has not missed a school day this term", "Loves art and design", "Reads every night"),
    "IDE": ("Proud of their family's cooking", "Speaks two languages", "Keeps a life-story book"),
    "FAM": ("Close to a brother or sister", "Phones Nan on Sundays"),
    "SOC": ("One very good friend", "Plays in a brass band", "Makes people laugh"),
    "IND": ("Cooks pasta from scratch", "Keeps a tidy room"),
    "STA": ("Settled for over a year before", "Asks what happens next, and listens"),
}

MATTERS = (
    "Seeing my brother every week", "Staying at my school", "A room I can shut the door of",
    "Somebody who does what they say", "My dog", "Football on Saturdays", "Food like at home",
    "Being told things before they happen", "Seeing Nan", "Not moving again", "My best friend",
    "Drawing at night", "Going to mosque on Fridays", "Going to church with my auntie", "Quiet after school",
    "Having a garden", "People who speak my language", "Keeping my bike",
)  # fmt: skip

WISHES_BEFORE = (
    "I want to stay near my school.", "I want to live with a family, not in a big house.",
    "I would like a home with other young people.", "I want to see my brother every week.",
    "Please not far away from my nan.", "I want somebody to ask me first.", "I want to keep going to drama club.",
    "I do not mind where, if I can keep my dog.", "I want my own room with a door that shuts.",
    "I want to be able to ring my mum.",
)  # fmt: skip
WISHES_OBSERVED = (
    "Too young to say. Settles when carried, reaches for the same carer, sleeps best in a quiet room.",
    "Does not use words. Shows with pictures: garden yes, noisy room no, brother's photo kept in hand.",
)

STORY_OPENINGS = (
    "likes mornings, toast cut in triangles, and knowing the plan for the day.",
    "is funny once they know you, and quiet until then.",
    "can fix nearly anything with a screwdriver and has taken apart three radios.",
    "looks after younger children without being asked.",
    "has drawn the same imaginary town for four years, street by street.",
    "knows every bus number and most of the drivers.",
)
STORY_MIDDLES = (
    "Home was kind and then it was frightening, and the moves came faster than anybody could explain.",
    "Mum was ill for a long time. There was love and there was not enough of anything else.",
    "Two carers said goodbye in one year. It is sensible to be careful with the next one.",
    "The journey here took seven months and passed through countries that they would rather not name yet.",
    "School has been the one place that stayed the same.",
    "Their grandmother kept things going for as long as she could.",
)
STORY_NEEDS = (
    "Needs adults who say what will happen and then do it.",
    "Needs time before trust, and nobody to take the testing personally.",
    "Needs help to sleep, and somebody awake who answers when called.",
    "Needs their school kept, whatever else changes.",
    "Needs a plan for seeing family that holds even in a bad week.",
    "Needs patient help with words and with waiting.",
)
OUTCOMES = (
    ("EDU", "You are back in school full time", "Attendance at or above nine days in ten, for one term"),
    ("FAM", "You see your brother every week", "Visits kept in ten weeks out of twelve"),
    ("EMO", "You sleep through the night", "Five nights in seven without waking distressed"),
    ("SOC", "You have a club of your own", "Goes without being driven to it by staff, for one term"),
    ("IND", "You cook three meals alone", "Shown to the carer, twice each"),
    ("HEA", "You have seen the nurse and the dentist", "Both done by the review date"),
)
EVIDENCE = (
    "Seen at home and at school over two weeks.",
    "Reported by school and carer, and talked through with the child.",
    "Health visitor's report and two observations.",
    "Noted in the last three visits.",
)
