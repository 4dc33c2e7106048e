"""A role is never given or ended in secret: each leaves an entry, which says to strangers nothing at all."""

import json

import pytest

from carecommons.common.errors import NotAllowed
from carecommons.people.actions import end_post, give_post, make_account
from carecommons.people.models import Account, Post
from carecommons.people.roles import Role
from carecommons.register.models import Entry, Opening
from conftest import NOON

pytestmark = pytest.mark.django_db


def sealed(entry: Entry) -> dict[str, object]:
    return {row.name: json.loads(row.value) for row in Opening.objects.filter(entry=entry)}


def test_making_oneself_director_at_the_command_line_leaves_an_entry() -> None:
    ada = make_account(email="ada@example.org", name="Ada", at=NOON, by=None)
    assert not Entry.objects.exists()  # an account alone may nothing
    post = give_post(account_id=ada, role=Role.DIRECTOR, authorities=["800"], at=NOON, by=None)
    (entry,) = Entry.objects.all()
    assert (entry.kind, entry.public) == ("role_given", "{}")
    assert sealed(entry) == {
        "account": str(ada), "post": str(post), "given": "director", "reach": [["authority", "800"]],
        "by": None, "role": "command line of the server",
    }  # fmt: skip


def test_ending_a_role_leaves_an_entry_too_with_the_operator_who_did_it(person) -> None:
    operator, worker = person(Role.OPERATOR), person(Role.SOCIAL_WORKER, authority="800")
    before = set(Entry.objects.values_list("id", flat=True))
    end_post(post_id=Post.objects.get(account_id=worker.id).pk, at=NOON, by=operator)
    (entry,) = Entry.objects.exclude(id__in=before)
    assert (entry.kind, entry.public) == ("role_ended", "{}")
    assert sealed(entry)["by"] == str(operator.id)
    assert sealed(entry)["given"] == "social_worker"


def test_nobody_but_an_operator_gives_or_ends_a_role(person) -> None:
    director = person(Role.DIRECTOR, authority="800")
    entries = Entry.objects.count()
    post = Post.objects.get(account_id=director.id)
    with pytest.raises(NotAllowed, match="may not open accounts, and give and end roles"):
        give_post(account_id=director.id, role=Role.NOMINATED_OFFICER, authorities=["801"], at=NOON, by=director)
    with pytest.raises(NotAllowed):
        end_post(post_id=post.pk, at=NOON, by=director)
    with pytest.raises(NotAllowed):
        make_account(email="new@example.org", name="New", at=NOON, by=director)
    post.refresh_from_db()
    assert post.ended_at is None
    assert not Account.objects.filter(email="new@example.org").exists()
    assert Entry.objects.count() == entries
