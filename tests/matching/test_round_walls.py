"""PostgreSQL shows whoever runs a home what that home is asked, and no row that names a child."""

import pytest
from django.db import connection

from carecommons.matching import actions, models, queries
from carecommons.people.doors import behind
from carecommons.people.roles import Role
from carecommons.provision.queries import providers_of
from walk_world import DEVON, WORKER, acting, search

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security"),
]
SEEN = (models.Round, models.Invitation, models.SentProfile, models.Question, models.Reply)


def seen() -> list[int]:
    return [model.objects.count() for model in SEEN]


@pytest.mark.parametrize("role", [Role.PROVIDER_MANAGER, Role.FOSTER_CARER])
def test_a_home_sees_its_own_invitation_and_can_ask_and_answer(person, role) -> None:
    found = search()
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    row = models.Invitation.objects.get(home_id=found.homes["Alder"])
    reach = {"home_ids": [row.home_id]} if role is Role.FOSTER_CARER else {
        "provider_id": providers_of([row.home_id])[row.home_id]
    }  # fmt: skip
    who = person(role, **reach)
    other = person(Role.FOSTER_CARER, home_ids=[found.homes["Birch"]])
    with behind(who):
        assert seen() == [0, 1, 1, 0, 0]
        assert models.Referral.objects.count() == 0
        actions.note_opened(invitation_id=row.id, by=who, at=found.at)
        actions.ask_question(invitation_id=row.id, words="A garden?", by=who, at=found.at)
        actions.answer_invitation(
            invitation_id=row.id, offers=False, reason="carers", reason_words="Our night carer is away.", by=who,
            at=found.at,
        )  # fmt: skip
        assert queries.invitation(row.id, by=who, at=found.at).reply is not None
        assert seen() == [0, 1, 1, 1, 1]
    with behind(other):
        assert seen() == [0, 1, 1, 1, 0]  # a question is everybody's who was invited; an answer is not
    with behind(acting(Role.SOCIAL_WORKER, DEVON)):
        assert seen() == [0, 0, 0, 0, 0]
    with behind(WORKER):
        assert seen() == [1, 2, 1, 1, 1]


def test_a_home_cannot_move_an_invitation_or_answer_for_another(person) -> None:
    found = search()
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    row = models.Invitation.objects.get(home_id=found.homes["Alder"])
    with behind(person(Role.FOSTER_CARER, home_ids=[found.homes["Birch"]])), connection.cursor() as cursor:
        cursor.execute("UPDATE matching_invitation SET state = 'offered' WHERE id = %s", [row.id])
        assert cursor.rowcount == 0
