"""Queueing an entry: what becomes public, what is sealed, and that act and entry stand or fall together."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from carecommons.common.errors import Refused
from carecommons.register import actions, leaf, outside, queries
from carecommons.register.models import Entry, Opening, Waiting
from carecommons.register.queries.check import check

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 16, 31, tzinfo=UTC)
DECISION = {
    "criteria_version": 1,
    "approver_role": "team_manager",
    "compromise": False,
    "review_asked": False,
}


def _record(**other):
    facts = dict(kind="decision", public=DECISION, sealed={"child": uuid4(), "reasons": "Near her school."},
                 by_id=uuid4(), by_role="team_manager", at=AT)  # fmt: skip
    return actions.record(**{**facts, **other})


def test_an_entry_shows_its_public_fields_and_only_fingerprints_of_the_rest():
    child = uuid4()
    entry = Entry.objects.get(pk=_record(sealed={"child": child, "reasons": "Near her school."}))
    assert json.loads(entry.public) == DECISION
    assert set(json.loads(entry.commitments)) == {"child", "reasons", "by", "role"}
    assert str(child) not in entry.public + entry.commitments
    assert "school" not in entry.public + entry.commitments


def test_every_sealed_part_opens_with_its_own_salt():
    entry = Entry.objects.get(pk=_record())
    commitments = json.loads(entry.commitments)
    openings = list(Opening.objects.filter(entry=entry))
    assert len({bytes(o.salt) for o in openings}) == 4
    for opening in openings:
        value = json.loads(opening.value)
        assert leaf.opens(commitments[opening.name], opening.name, value, bytes(opening.salt))
        assert not leaf.opens(commitments[opening.name], opening.name, "another", bytes(opening.salt))


def test_an_act_that_fails_leaves_no_entry():
    class ActFailed(Exception): ...

    def act():
        with transaction.atomic():
            _record()
            raise ActFailed

    with pytest.raises(ActFailed):
        act()
    assert not Entry.objects.exists()
    assert not Waiting.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "gossip"}, "register_kind_unknown"),
        ({"public": {**DECISION, "authority": "Easterby"}}, "register_field_not_public"),
        ({"public": {**DECISION, "approver_role": "Easterby team manager"}}, "register_value_not_public"),
        ({"public": {**DECISION, "compromise": 1}}, "register_value_not_public"),
        ({"public": {"criteria_version": 1}}, "register_field_missing"),
        ({"sealed": {"R-4821": "x"}}, "register_sealed_name"),
        ({"sealed": {"by": "someone"}}, "register_sealed_name"),
    ],
)
def test_what_may_not_be_public_is_refused_and_nothing_is_stored(change, code):
    with pytest.raises(Refused) as refusal:
        _record(**change)
    assert refusal.value.code == code
    assert not Entry.objects.exists()


def test_rows_are_added_and_never_changed():
    entry = Entry.objects.get(pk=_record())
    for change in (
        entry.save,
        entry.delete,
        lambda: Entry.objects.update(kind="criteria"),
        lambda: Entry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(TypeError, match="added and never changed"):
            change()


def test_an_entry_of_before_that_shows_more_still_verifies(monkeypatch):
    """Whether a decision was an emergency is sealed now; what was public once stays in the tree as it was sealed."""
    with monkeypatch.context() as before:
        before.setattr(actions, "check_public", lambda kind, public: None)
        _record(public={**DECISION, "emergency": True})
    with pytest.raises(Refused, match="may not show the field 'emergency'"):
        _record(public={**DECISION, "emergency": True})
    _record()
    actions.integrate(at=AT)
    try:
        shown = {number: dict(queries.public_entry(number).public) for number in (1, 2)}
        (earlier,) = [number for number, public in shown.items() if public == {**DECISION, "emergency": True}]
        assert shown[3 - earlier] == DECISION
        assert queries.proof(earlier).holds
        assert check().ok
        assert b"Decided in an emergency" in Client().get(f"/register/{earlier}/").content
    finally:
        outside.forget(settings.HOME)
