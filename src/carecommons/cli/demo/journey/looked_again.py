"""Reviews as of right: one that is found, put right and told to everybody; one whose panel sits. Invented data.

Nobody who proposed or approved the choice sits on its panel, and one member comes from another council where there is
one.
"""

from datetime import datetime
from uuid import UUID

from carecommons.decisions.actions import (
    acknowledge_review,
    agree_finding,
    answer_disagreement,
    ask_review,
    ask_review_of_no,
    declare_interest,
    disagree,
    hear_review,
    name_panel,
    release_digest,
    remedy_done,
    write_finding,
)
from carecommons.decisions.queries import placement
from carecommons.people.queries import posts_of
from carecommons.people.roles import Person, Role

from .world import World

RECEIVED = "I have what you asked for. Three people who did not choose look at it, and tell you what they find."
DIGEST = (
    "A child asked why a home further away was chosen. The reasons named what the home could do and not what the child "
    "had asked to keep. Reasons answer each thing that a child asked for, also where the answer is no."
)


def found_and_told(world: World) -> None:
    """The advocate asks after the move; the panel finds for the child in part; the council explains; all may learn."""
    diary, kept = world.diary, dict[str, UUID]()
    officer = world.staff(Role.REVIEWING_OFFICER)

    def ask(at: datetime) -> None:
        kept["review"] = ask_review(
            decision_id=_choice(world, "left"), by=world.staff(Role.ADVOCATE), at=at,
            words="Nobody told me why it was not the house near my school.", wants="Somebody tells me why.",
        )  # fmt: skip
        world.told.reviews_of_right += 1

    def name(at: datetime) -> None:
        name_panel(review_id=kept["review"], posts=[_post(each) for each in panel(world)], by=officer, at=at)
        for member in panel(world):
            declare_interest(review_id=kept["review"], interest=False, by=member, at=at)

    def find(at: datetime) -> None:
        first, *others = panel(world)
        write_finding(
            review_id=kept["review"], outcome="partly", remedy="explain", by=first, at=at, digest=DIGEST,
            words_child="You were right to ask. The home was a good choice, and nobody told you why it was this one.",
            words_parties="The choice stands on its reasons; they did not answer what the child had asked to keep.",
            duty_words="Tell the child in person why this home was chosen, and say sorry that nobody had.",
        )  # fmt: skip
        for other in others:
            agree_finding(review_id=kept["review"], agrees=True, by=other, at=at)
        world.told.findings += 1

    def put_right(at: datetime) -> None:
        remedy_done(
            review_id=kept["review"], by=officer, at=at,
            words="The team manager came to see you, said sorry, and told you the reasons. You have them in writing.",
        )  # fmt: skip

    def let_out(at: datetime) -> None:
        release_digest(review_id=kept["review"], text=DIGEST, by=officer, at=at)
        world.told.digests += 1

    def acknowledge(at: datetime) -> None:
        acknowledge_review(review_id=kept["review"], words=RECEIVED, by=officer, at=at)

    def hear(at: datetime) -> None:
        hear_review(
            review_id=kept["review"], how="advocate", by=panel(world)[0], at=at,
            words="The advocate spoke for the child, who had written three questions. The social worker answered them.",
        )  # fmt: skip

    diary.write(
        (168, 16, ask), (167, 11, acknowledge), (160, 11, name), (155, 14, hear), (151, 15, find), (147, 10, put_right),
        (143, 9, let_out),
    )  # fmt: skip


def panel_sits(world: World, *, days_ago: int) -> None:
    """The young person who signs in says no to where they are to move; the move waits, and a panel is to hear it."""
    diary, kept = world.diary, dict[str, UUID]()
    officer, robin = world.staff(Role.REVIEWING_OFFICER), world.staff(Role.CHILD)

    def say_no(at: datetime) -> None:
        kept["no"] = disagree(
            decision_id=_choice(world, "speaks again"), move_should_wait=True, by=robin, at=at,
            words="The bus takes too long. I want to be home before it is dark.",
            wants="Somebody picks me up on the days I have drama.",
        )  # fmt: skip

    def answer(at: datetime) -> None:
        answer_disagreement(
            disagreement_id=kept["no"], move_waits=True, by=officer, at=at,
            words="I read what you wrote. I asked about the bus. You do not move until that is agreed.",
        )  # fmt: skip

    def ask(at: datetime) -> None:
        kept["review"] = ask_review_of_no(disagreement_id=kept["no"], by=robin, at=at)
        world.told.reviews_of_right += 1

    def name(at: datetime) -> None:
        name_panel(review_id=kept["review"], posts=[_post(each) for each in panel(world)], by=officer, at=at)

    def acknowledge(at: datetime) -> None:
        acknowledge_review(review_id=kept["review"], words=RECEIVED, by=officer, at=at)

    def declare(at: datetime) -> None:
        """The others say it on their own page: that is what their day asks of them."""
        declare_interest(review_id=kept["review"], interest=False, by=panel(world)[-1], at=at)

    diary.write(
        (days_ago, 16, say_no), (days_ago - 1, 17, answer), (days_ago - 2, 18, ask), (days_ago - 4, 9, acknowledge),
        (days_ago - 5, 14, name), (days_ago - 6, 10, declare),
    )  # fmt: skip


def panel(world: World) -> list[Person]:
    """Two from other roles of the council, and one from another council; without one, the reviewing officer."""
    others = [staff for code, staff in world.cast.at.items() if code != world.code]
    third = others[0][Role.TEAM_MANAGER] if others else world.staff(Role.REVIEWING_OFFICER)
    return [world.staff(Role.VIRTUAL_SCHOOL_HEAD), world.staff(Role.CLINICIAN), third]


def _post(person: Person) -> UUID:
    assert person.id is not None, "everybody of the cast has an account"
    return posts_of(person.id)[0].id


def _choice(world: World, name: str) -> UUID:
    found = placement(world.placements[name]).decision_id
    assert found is not None, "everybody of the demonstration moved by a choice"
    return found
