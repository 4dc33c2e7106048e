"""Brothers and sisters by reference, and the approval without which no child under 13 passes the secure gate."""

from datetime import date, timedelta

import pytest

from carecommons.children import actions
from carecommons.children.models import SecureApproval
from carecommons.children.queries import child_for_matching, secure_approval, siblings
from carecommons.common.errors import NotAllowed, NotNow, Refused
from carecommons.matching.seeker import seeker_of
from carecommons.people.models import Look
from carecommons.people.roles import Role
from children.children_made import AT, DEVON, FAR_WORKER, KENT, SOCIAL_WORKER, TODAY, add_child, person

pytestmark = pytest.mark.django_db
MANAGER = person(Role.TEAM_MANAGER)
LETTER = {"approved_on": TODAY, "reference": "SoS 2025/17"}


def sought(child_id, on=TODAY):
    return seeker_of(child_for_matching(child_id, on), on=on, wanted_by=on, stay="any", area_levels={})


def test_an_approval_reaches_the_search_and_its_end_takes_it_back():
    child = add_child(birth_date=date(2013, 6, 1))
    assert not sought(child).secure_approved
    actions.record_secure_approval(child_id=child, by=MANAGER, at=AT, **LETTER)
    assert sought(child).secure_approved
    assert not sought(child, TODAY - timedelta(days=1)).secure_approved, "on no day before it was given"
    actions.end_secure_approval(child_id=child, by=MANAGER, at=AT + timedelta(hours=1))
    assert not sought(child).secure_approved
    assert SecureApproval.objects.count() == 2, "what was recorded is kept"


@pytest.mark.parametrize("by", [SOCIAL_WORKER, person(Role.DIRECTOR), person(Role.TEAM_MANAGER, DEVON)])
def test_only_a_team_manager_of_the_childs_council_records_it(by):
    child = add_child()
    with pytest.raises(NotAllowed):
        actions.record_secure_approval(child_id=child, by=by, at=AT, **LETTER)
    with pytest.raises(NotAllowed):
        actions.end_secure_approval(child_id=child, by=by, at=AT)
    assert secure_approval(child) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [({"reference": "  "}, "reference_missing"), ({"approved_on": TODAY + timedelta(days=1)}, "approved_in_future")],
)
def test_an_approval_without_its_reference_or_from_a_day_to_come_is_refused(change, code):
    child = add_child()
    with pytest.raises(Refused) as refusal:
        actions.record_secure_approval(child_id=child, by=MANAGER, at=AT, **{**LETTER, **change})
    assert refusal.value.code == code
    with pytest.raises(NotNow):
        actions.end_secure_approval(child_id=child, by=MANAGER, at=AT)


def test_a_team_manager_records_it_on_a_page_and_by_program(client_as):
    child = add_child()
    manager = client_as(Role.TEAM_MANAGER, authority=KENT)
    page = f"/children/{child}/secure/"
    assert "Has a secure home been approved?" in manager.get(page).content.decode()
    assert page in manager.get(f"/children/{child}/").content.decode()
    day = {"approved_on": "2025-09-03"}
    refused = manager.post(page, day)
    assert (refused.status_code, secure_approval(child)) == (422, None)
    assert manager.post(page, {**day, "reference": "SoS 2025/17"}).status_code == 302
    assert secure_approval(child).reference == "SoS 2025/17"
    assert "A secure home has been approved" in manager.get(page).content.decode()
    assert manager.post(page + "end/").status_code == 302
    assert secure_approval(child) is None
    assert client_as(Role.SOCIAL_WORKER, authority=KENT).get(page).status_code == 403
    assert client_as(Role.TEAM_MANAGER, authority=DEVON).get(page).status_code == 404


def test_a_brother_is_recorded_by_reference_on_both_records(client_as):
    one, other = add_child(), add_child(reference="C-7K4QX")
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/children/{one}/connections/siblings/"
    assert page in worker.get(f"/children/{one}/connections/").content.decode()
    assert worker.post(page, {"sibling": "c-7k4qx", "together": "yes"}).status_code == 302
    assert siblings(one) == ((other, True),)
    assert siblings(other) == ((one, True),)
    shown = worker.get(page).content.decode()
    assert "C-7K4QX" in shown
    assert "should live together" in shown
    assert Look.objects.filter(child_id=other).exists(), "whose reference is shown may read that it was"
    worker.post(page, {"sibling": "C-7K4QX", "together": "no"})
    assert siblings(one) == ((other, False),)


def test_a_brother_who_is_not_the_councils_or_nobody_or_the_same_is_refused_alike(client_as):
    one = add_child()
    add_child(reference="C-7K4QX", authority=DEVON, by=FAR_WORKER)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/children/{one}/connections/siblings/"
    for reference, words in (
        ("C-7K4QX", "No child of your council"), ("C-22222", "No child of your council"),
        ("C-9M2RD", "their own brother or sister"), ("nonsense", "not a child’s reference"),
    ):  # fmt: skip
        answer = worker.post(page, {"sibling": reference, "together": "yes"})
        assert answer.status_code == 422
        assert words in answer.content.decode(), reference
    assert siblings(one) == ()
    assert client_as(Role.DIRECTOR, authority=KENT).get(page).status_code == 403
