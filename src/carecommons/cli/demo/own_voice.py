"""The young person who signs in to the demonstration, in their own voice. Invented data.

Everything goes through the real acts, as that young person and as their advocate would do it on their own pages: a
story, how they see their needs, what they think of homes, a no to the decision with its answer, and messages.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from carecommons.children.actions import record_wish, say_own_view, send_message, write_story
from carecommons.common.days import day_in_london
from carecommons.decisions.actions import acknowledge_review, answer_disagreement, ask_review_of_no, disagree
from carecommons.decisions.queries import made
from carecommons.matching.actions import say_of_home
from carecommons.matching.queries import homes_for_child
from carecommons.people.actions import record_look
from carecommons.people.roles import Person, Role

STORY = {
    "words": "I am good at voices and I make people laugh. I lived with my nan until she got ill. I like to know what "
    "happens next. I draw maps of towns that are not real.",
    "strengths": "Voices, maps and looking after my little cousin.",
    "helps": "Tell me the plan. Do what you say. Give me ten minutes when I am cross.",
}
VIEWS = (
    ("EMO", 2, "Nights are the worst. Days are OK."),
    ("ATT", 1, "I trust two people. That is enough for now."),
    ("EDU", 0, "School is fine. Please do not change it."),
    ("FAM", 3, "I want to see my brother every week, not once a month."),
)
THREAD = (
    (True, "Hi. They say I will move. Can you come with me when I visit?", False),
    (False, "Yes. I can come. Which day is good for you?", False),
    (True, "Saturday. I want to ask if I can keep my bike there.", False),
    (False, "Good question. We will ask it together. You can say no to anything you do not like.", False),
    (True, "I want my reviewing officer to know that I am scared of the long bus ride.", True),
)
LOOKS = (
    (Role.SOCIAL_WORKER, "children.see_record", "Reading the record"),
    (Role.PLACEMENT_OFFICER, "matching.see_shortlist", "to see which homes could be right"),
    (Role.REVIEWING_OFFICER, "children.see_record", "Reading the record"),
)


def speak_before(cast: dict[Role, Person], child_id: UUID, *, at: datetime) -> None:
    """The story and the needs as the young person sees them, before any home is looked for."""
    robin = cast[Role.CHILD]
    write_story(child_id=child_id, authorship="child", by=robin, at=at, **STORY)
    for domain, level, words in VIEWS:
        say_own_view(child_id=child_id, domain=domain, level=level, words=words, by=robin, at=at)
    record_wish(
        child_id=child_id, stage="any_time", words="I want somebody to tell me the day, not just soon.", how="written",
        said_on=day_in_london(at), by=robin, at=at,
    )  # fmt: skip


def speak_of_homes(cast: dict[Role, Person], child_id: UUID, *, at: datetime) -> None:
    """What the young person thinks of two homes of their list, a question, and a visit that they ask for."""
    robin, homes = cast[Role.CHILD], homes_for_child(child_id).homes
    said: tuple[dict[str, Any], ...] = (
        {"view": "like", "words": "It is near the river.", "question": "Can I bring my bike?"},
        {"view": "unsure", "visit": True},
    )
    for home, told in zip(homes, said, strict=False):
        say_of_home(child_id=child_id, home_id=home.id, by=robin, at=at, **told)


def speak_after(cast: dict[Role, Person], child_id: UUID, *, at: datetime) -> None:
    """Messages with the advocate, and who looked."""
    robin, advocate = cast[Role.CHILD], cast[Role.ADVOCATE]
    for minutes, (from_child, words, shared) in enumerate(THREAD):
        send_message(
            child_id=child_id, words=words, with_reviewing=shared, by=robin if from_child else advocate,
            at=at - timedelta(minutes=50 - 5 * minutes),
        )  # fmt: skip
    for role, act, purpose in LOOKS:
        record_look(person=cast[role], child_id=child_id, act=act, purpose=purpose, at=at - timedelta(minutes=40))


def say_no(cast: dict[Role, Person], *, at: datetime) -> None:
    """A no to what was decided a moment ago, with its answer and the review of it."""
    robin = cast[Role.CHILD]
    for line in made(robin)[:1]:
        no = disagree(
            decision_id=line.id, words="The bus takes too long. I want to be home before it is dark.",
            wants="Somebody picks me up on the days I have drama.", move_should_wait=True, by=robin,
            at=at + timedelta(minutes=1),
        )  # fmt: skip
        answer_disagreement(
            disagreement_id=no, move_waits=True, by=cast[Role.REVIEWING_OFFICER], at=at + timedelta(minutes=2),
            words="I read what you wrote. I asked about the bus. Somebody will pick you up on drama days. You do not "
            "move until that is agreed.",
        )  # fmt: skip
        asked = ask_review_of_no(disagreement_id=no, by=robin, at=at + timedelta(minutes=3))
        acknowledge_review(
            review_id=asked, by=cast[Role.REVIEWING_OFFICER], at=at + timedelta(minutes=4),
            words="I have what you asked for. Three people who did not choose look at it, and tell you what they find.",
        )  # fmt: skip
