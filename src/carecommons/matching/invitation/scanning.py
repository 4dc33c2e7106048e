"""Words that could tell who a child is, found before a profile leaves the council.

Two kinds of find. A word that is known from the child's own record (a name, a school, a postcode, a reference, a home
where they live, lived or are to live and whoever runs it), and anything that is a postcode, date, year, telephone
number or address whoever it belongs to, may not be sent by anybody.
A word that only looks like a name or a place is marked, and a person reads it before they release the text.
Source: handbook section 6 (D1: no names, school, dates; narrative scanned for names, places and dates and released by
a person). The scan is the same for every text, and depends on nothing but the text and the record.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from carecommons.common.errors import Fault, Faulty, ReasonMissing

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MONTHS = _WORD.findall("january february march april may june july august september october november december")
_MONTH = "(?:" + "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS) + ")"
# What may never be sent, by what it is. `may` alone is a verb; with a number beside it, it is a date.
NEVER: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, words, re.compile(pattern, re.IGNORECASE))
    for kind, words, pattern in (
        ("email", "an e-mail or web address", r"\S+@\S+|https?://\S+|www\.\S+"),
        ("postcode", "a postcode", r"\b[a-z]{1,2}[0-9][a-z0-9]?\s{0,3}[0-9][a-z]{2}\b"),
        ("reference", "a reference", r"\b[a-z]-?[0-9a-z]*[0-9][0-9a-z]*-[0-9a-z-]+\b|\b(?-i:[A-Z]-[0-9A-Z]{5,7})\b"),
        ("date", "a date", r"\b[0-9]{1,4}\s?[./-]\s?[0-9]{1,2}\s?[./-]\s?[0-9]{1,4}\b"),
        ("date", "a date", rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}\b|\b{_MONTH}\s+[0-9]{{1,4}}\b"),
        ("date", "a year", r"\b(?:19|20)[0-9]{2}\b"),
        ("telephone", "a telephone number", r"(?:\+|\b)[0-9](?:[\s()-]{0,2}[0-9]){6,}\b"),
        ("number", "a long number", r"\b[0-9]{5,}\b"),
    )
)
# Words of kinship and of everyday life that stand in the name of a connection and name nobody.
EVERYDAY = frozenset(
    _WORD.findall(
        "a an and aunt aunty auntie best boy brother brothers centre church club college cousin dad daddy dog "
        "cat father foster friend friends from gran grandad grandma grandmother grandfather grandparents "
        "granny group half her his home house in is lives mother mosque mum mummy nan nana nanny near my "
        "neighbour of old older on our park primary school secondary sister sisters step swimming teacher "
        "team temple the their this to uncle with younger youth academy junior infant infants nursery "
        "football worker social advocate carer carers family for at by"
    )
)
# Capital letters that say nothing of a place or a person.
PLAIN_CAPITALS = frozenset(
    _WORD.findall(
        "i i'm i've i'd i'll english england british monday tuesday wednesday thursday friday saturday sunday "
        "gp dr nhs ehcp camhs pep sen adhd asd mr mrs ms miss"
    )
)
_ENDS = ".!?:\n•"
# What stands in the names of homes and of those who run them, and tells none from another.
OF_ANY_HOME = EVERYDAY | frozenset(
    _WORD.findall(
        "accommodation agency and association authority borough care charity children childrens cic cio city co "
        "community company cottage council county fostering group hall holdings homes household independent lane "
        "limited living llp lodge ltd manor new of parent parents people person place plc provider relative "
        "relatives residential road service services social society street support supported trust uk unit villa "
        "with young"
    )
)
# Names of homes that are words of every day too: names only where they have a capital.
HOMES_AND_WORDS = frozenset(
    _WORD.findall(
        "able acorn action anchor apple arch ash autumn back badge balance bank barn basket bay beach beacon "
        "bear bee bell bend big bird black blue boat bold brave brick bridge bright broad brook brown calm "
        "candle care cares caring central change chapel cherry choice circle clear clever cliff close coast "
        "common compass connect corner cornerstone cotton court creative cross crossroads crown dawn day days "
        "destiny direct door drift drum early east echo enable end endeavour engage evergreen every fair family "
        "farm ferry field fire first flame flint flower focus fold forest forge form forward foundation four "
        "freedom fresh friendly full future futures garden gate gentle giant glass gold golden good grace great "
        "green ground grove growth guide happy harbour harmony haven hay head heart hedge help high hill home "
        "hope horizon horizons ideal impact inspire iron island journey joy key kind kindle lake leaf learn "
        "legacy level lifeline light lighthouse link little live local long low lower lucky main market meadow "
        "middle mile mill mist moon morning moss mountain nest network new next north nurture oak oasis ocean "
        "old one onward open orange orchard our outlook oval over park partners path pathway pathways patience "
        "peace pear pebble phoenix pine pioneer plain point pond positive potential power pride prime progress "
        "promise prospect purple quest quiet radiant rain rainbow reach ready red reflect refuge resolve right "
        "ring rise river rock root roots rope rose round row royal safe sand school sea second secure seed "
        "serenity shade shelter shield shine side silver sky small smile snow solid south space spark spirit "
        "spring springboard square stable stand star start station step steps stone storm story stream strong "
        "summer summit sun sunrise sunshine support swift table team tender three thrive tide time together top "
        "tower town track trail transform treasure tree trees true turn turning twelve two under unique unity "
        "upper valley view village vision vital walk wall warm water waves way welcome well west wheel white "
        "wild will willow wind wing winter wise wish wonder wood woods work world yard yellow young"
    )
)


HOME_WORDS = "a home of the child, or who runs it"


@dataclass(frozen=True, slots=True)
class Known:
    """What the record holds that could name the child. names: as written; places, references, postcodes: whole.

    places: the child's own council. areas: names of other places that everybody knows, which a person must at least
    read. homes: names of homes where the child lives, lived or is to live, and of whoever runs them.
    """

    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()

    @property
    def tokens(self) -> frozenset[str]:
        """Each word of a name, folded, without the words that name nobody."""
        return frozenset(fold(word) for word in words_that_name(*self.names))


@dataclass(frozen=True, slots=True)
class Find:
    """A stretch of the text, [start, end), and what it seems to be. never: it may not be sent by anybody."""

    start: int
    end: int
    text: str
    kind: str
    words: str
    never: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a scanned text, in order: marked, or not."""

    text: str
    find: Find | None = None


def fold(word: str) -> str:
    """A word without case, accents, apostrophes' endings and look-alike forms: Zoë’s, ZOE and zoe are one name."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.removesuffix("'s").replace("'", "")


def words_that_name(*names: str) -> frozenset[str]:
    """Each word of some names, as written, without the words that name nobody: "my brother Tom" is Tom."""
    found = {word for name in names for word in _WORD.findall(name)}
    return frozenset(word for word in found if len(fold(word)) > 1 and fold(word) not in EVERYDAY)


def scan(text: str, known: Known) -> tuple[Find, ...]:
    """Everything in the text that could tell who or where, in order; where two overlap, the one that forbids more."""
    found = [*_never(text), *_of_the_record(text, known), *_look_alike(text, known)]
    found.sort(key=lambda find: (find.start, not find.never, -find.end))
    kept: list[Find] = []
    for find in found:
        if kept and find.start < kept[-1].end:
            if find.never and not kept[-1].never:
                kept[-1] = find
            continue
        kept.append(find)
    return tuple(kept)


def parts(text: str, finds: Iterable[Find]) -> tuple[Part, ...]:
    """The text cut at what was found, for a page that marks it."""
    made: list[Part] = []
    end = 0
    for find in finds:
        if find.start > end:
            made.append(Part(text[end : find.start]))
        made.append(Part(find.text, find))
        end = find.end
    return (*made, Part(text[end:])) if end < len(text) else tuple(made)


def check_releasable(text: str, known: Known, *, field: str, read: bool) -> None:
    """Raise Faulty("words_name_the_child") for what may never be sent, ReasonMissing("marked_words_not_read") before a
    person has read what only looks like a name or place."""
    finds = scan(text, known)
    never = [find for find in finds if find.never]
    if never:
        raise Faulty(
            "words_name_the_child",
            "Nothing was sent: these words could tell who the child is. Say it without "
            + ", ".join(sorted({find.words for find in never})) + ".",
            [Fault(field, 0, field, find.kind, f"“{find.text}” is {find.words}. Leave it out.") for find in never],
        )  # fmt: skip
    if finds and not read:
        raise ReasonMissing(
            "marked_words_not_read",
            "Some words look like a name or a place. Read each one that is marked, take out what could tell who the "
            "child is, then say that you have read them.",
            finds=finds,
        )


def is_clean(text: str, known: Known) -> bool:
    """Whether nothing in the text may never be sent."""
    return not any(find.never for find in scan(text, known))


def _never(text: str) -> list[Find]:
    return [
        Find(match.start(), match.end(), match.group(), kind, words, True)
        for kind, words, pattern in NEVER
        for match in pattern.finditer(text)
    ]


def _of_the_record(text: str, known: Known) -> list[Find]:
    tokens = known.tokens
    found = [
        Find(match.start(), match.end(), match.group(), "name", "a name from the child’s record", True)
        for match in _WORD.finditer(text)
        if _is_one_of(match.group(), tokens)
    ]
    for postcode in known.postcodes:
        outward = postcode.split(" ")[0] if " " in postcode else postcode[:-3]
        found += _whole(text, [postcode, outward], "postcode", "a postcode of the child’s record")
    found += _of_homes(text, known.homes)
    found += _whole(text, known.places, "area", "the child’s own council")
    return found + _whole(text, known.references, "reference", "a reference of the child")


def _of_homes(text: str, names: Iterable[str]) -> list[Find]:
    """Each name of a home or of whoever runs it, in whole and without the words that any home has: Alder House, Alder.

    However it is written, but for a word of every day: that is a name where it has its capital, as the whole of a name
    of such words is only as it is written.
    """
    found = []
    for name in sorted(names):
        words = _WORD.findall(name)
        own = _own_words(words)
        for phrase in {tuple(words), tuple(own)}:
            if not phrase or (not own and len(phrase) == 1):
                continue
            pattern = r"(?<!\w)" + r"[\W_]+".join(map(_written, phrase)) + r"(?!\w)"
            for match in re.finditer(pattern, text, re.IGNORECASE if own else re.NOFLAG):
                if len(phrase) > 1 or fold(phrase[0]) not in HOMES_AND_WORDS or match.group()[0].isupper():
                    found.append(Find(match.start(), match.end(), match.group(), "home", HOME_WORDS, True))
    return found


def _written(word: str) -> str:
    """A word of a name as a pattern, with whichever apostrophe it is written, or none."""
    return re.sub("['’]", "['’]?", re.escape(word))


def _own_words(words: list[str]) -> list[str]:
    """The words of a name from the first to the last that not every home has."""
    own = [number for number, word in enumerate(words) if fold(word) not in OF_ANY_HOME]
    return words[own[0] : own[-1] + 1] if own else []


def _is_one_of(word: str, tokens: Collection[str]) -> bool:
    folded = fold(word)
    return bool({folded, folded.removesuffix("s")} & set(tokens)) or any(
        fold(part) in tokens for part in re.split(r"['’]", word)
    )


def _whole(text: str, wanted: Iterable[str], kind: str, words: str, *, never: bool = True) -> list[Find]:
    return [
        Find(match.start(), match.end(), match.group(), kind, words, never)
        for each in sorted(wanted)
        if each.strip()
        for match in re.finditer(rf"(?<!\w){re.escape(each)}(?!\w)", text, re.IGNORECASE)
    ]


def _look_alike(text: str, known: Known) -> list[Find]:
    found = _whole(text, known.areas, "area", "the name of a place", never=False)
    for match in _WORD.finditer(text):
        word = match.group()
        if not word[0].isupper() or fold(word) in PLAIN_CAPITALS:
            continue
        before = text[: match.start()].rstrip(" “\"'(-")
        if before and before[-1] not in _ENDS:
            found.append(Find(match.start(), match.end(), word, "capital", "a word with a capital letter", False))
    return found
