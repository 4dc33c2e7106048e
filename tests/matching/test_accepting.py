"""C7: a provider that accepts some children less often than others who were asked for the same is seen, with care."""

from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as some

from carecommons.common.errors import NotAllowed
from carecommons.matching import actions, models
from carecommons.matching.invitation.accepting import Answered, acceptances, ratio_of
from carecommons.people.roles import Role
from carecommons.planning.queries import answering
from walk_world import KENT, OFFICER, WORKER, acting, search

SPACE = UUID(int=3)


def answers(provider: int, offered: int, of: int, *, stratum: str = "S") -> list[Answered]:
    return [Answered(uuid5(SPACE, str(n)), UUID(int=provider), stratum, n < offered) for n in range(of)]


def test_one_who_offers_seldom_is_found_and_one_like_the_others_is_not() -> None:
    found = acceptances(
        [*answers(1, 3, 40), *answers(2, 30, 40), *answers(3, 28, 40)], invitations_min=20, coverage_percent=95
    )
    assert [each.finding for each in found] == ["fewer", "more", "more"]
    assert found[0].low <= found[0].ratio <= found[0].high < 1
    same = acceptances([*answers(1, 20, 40), *answers(2, 21, 40)], invitations_min=20, coverage_percent=95)
    assert {each.finding for each in same} == {"no_difference"}


def test_of_fewer_than_twenty_nothing_is_said() -> None:
    few = [*answers(1, 0, 19), *answers(2, 19, 19)]
    assert acceptances(few, invitations_min=20, coverage_percent=95) == ()
    enough = [*answers(1, 0, 20), *answers(2, 20, 20)]
    assert len(acceptances(enough, invitations_min=20, coverage_percent=95)) == 2


def test_children_of_another_kind_are_not_compared() -> None:
    found = acceptances(
        [*answers(1, 0, 30, stratum="S"), *answers(2, 30, 30, stratum="G1")], invitations_min=20, coverage_percent=95
    )
    assert found == ()


@given(some.integers(1, 60), some.integers(1, 60), some.data())
def test_the_interval_holds_the_ratio_and_turns_over_with_the_sides(n, m, data) -> None:
    a, b = data.draw(some.integers(0, n)), data.draw(some.integers(0, m))
    ratio, low, high = ratio_of(n, a, m, b, coverage_percent=95)
    assert 0 < low <= ratio <= high
    other = ratio_of(m, b, n, a, coverage_percent=95)
    assert other[0] == pytest.approx(1 / ratio)
    assert other[1] == pytest.approx(1 / high)


@pytest.mark.django_db
def test_planners_read_counts_with_small_ones_withheld_and_nobody_else_reads_them(client_for, person) -> None:
    found = search()
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    for row in models.Invitation.objects.all():
        actions.answer_invitation(
            invitation_id=row.id, offers=False, reason="no_place", reason_words="A child came yesterday.", by=OFFICER,
            at=found.at,
        )  # fmt: skip
    told = answering(by=acting(Role.PLANNER), at=found.at + timedelta(days=9))
    assert told.invited.withheld
    assert [(words, count.words) for words, count in told.declines] == [("No place for a child now", "1 to 7")]
    assert told.providers == ()
    with pytest.raises(NotAllowed):
        answering(by=OFFICER, at=found.at)
    page = client_for(person(Role.PLANNER, authority=KENT)).get("/audit/answers/").content.decode()
    assert "How homes answer invitations" in page
