"""The child as rights-holder and equal party (A9): articles behind acts, and a contract that nobody can vary."""

import json
from datetime import UTC, date, datetime

import pytest

from carecommons.cli.main import run
from carecommons.common.errors import NotFound
from carecommons.common.reading_age import reading_of
from carecommons.constitution.childs_rights import articles, child_contract, child_contract_on, child_contracts
from carecommons.constitution.reading import packaged_criteria
from carecommons.people.permissions import PERMISSIONS
from carecommons.people.roles import Role
from carecommons.provision.models import Agreement
from walk_world import KENT, OFFICER, search

# The articles that the handbook names (section 1H), in the Convention's order.
NAMED = (
    "2", "3", "6", "7 and 8", "9", "12", "13 and 17", "16", "19", "20", "23", "24", "25", "27", "28 and 29", "30", "31",
    "34 to 36", "37", "39", "42",
)  # fmt: skip
CONTRACT = child_contracts()[-1]


def test_a9_every_article_that_the_mission_names_stands_once_with_what_is_done_for_it_here():
    assert tuple(each.number for each in articles()) == NAMED
    criteria = packaged_criteria(1)
    for article in articles():
        assert bool(article.acts or article.rules) is not bool(article.not_here), article.number
        for act in article.acts:
            assert act in PERMISSIONS, f"article {article.number} names {act}, which is no act"
        for rule in article.rules:
            assert criteria.rule(rule).source, f"article {article.number} names {rule}"
    assert {"children.write_wishes", "decisions.disagree", "decisions.ask_review"} <= set(_of("12").acts)


def test_a9_no_act_of_a_child_stands_outside_their_rights():
    """An act that only some may do, and a child is among them, is there for an article or a clause."""
    theirs = {
        act for act, permission in PERMISSIONS.items()
        if Role.CHILD in permission.reach and permission.data_class != "D0"
    }  # fmt: skip
    behind = {act for each in (*articles(), *CONTRACT.clauses) for act in each.acts}
    assert theirs - behind == set(), "say in childs_rights.toml which article stands behind each"


def test_a9_each_clause_rests_on_articles_is_used_by_an_act_and_says_what_to_do_when_it_is_not_kept():
    numbers = {each.number for each in articles()}
    assert len({clause.code for clause in CONTRACT.clauses}) == len(CONTRACT.clauses)
    for clause in CONTRACT.clauses:
        assert clause.articles, clause.code
        assert set(clause.articles) <= numbers, clause.code
        assert clause.acts, clause.code
        assert set(clause.acts) <= set(PERMISSIONS), clause.code
        assert clause.if_not.strip(), clause.code
    # An equal party insists without asking anybody: most clauses are used by an act of the child's own.
    own = [c.code for c in CONTRACT.clauses if any(Role.CHILD in PERMISSIONS[act].reach for act in c.acts)]
    assert {"heard", "told", "meet", "yours", "stay", "again", "private"} <= set(own)


def test_a9_a_child_of_eleven_reads_what_they_are_owed():
    said = [CONTRACT.lead, *(text for clause in CONTRACT.clauses for text in (clause.words, clause.if_not))]
    assert reading_of(said).age <= 11
    assert reading_of([text for each in articles() for text in (each.name, each.words)]).age <= 11


def test_a9_the_newest_text_whose_day_has_come_holds_and_no_agreement_has_a_place_to_vary_it():
    assert child_contract_on(date(2026, 11, 20)) == CONTRACT
    assert child_contract(CONTRACT.version) == CONTRACT
    with pytest.raises(NotFound):
        child_contract(99)
    with pytest.raises(NotFound):
        child_contract_on(date(2020, 1, 1))
    columns = {field.name for field in Agreement._meta.get_fields()}
    assert columns == {"id", "provider", "authority", "from_day", "to_day", "slots", "recorded_at"}


@pytest.mark.django_db
def test_a9_anybody_reads_it_and_so_do_programs_and_the_command_line(client, capsys):
    page = client.get("/criteria/child/").content.decode().replace("&#x27;", "'")
    for clause in CONTRACT.clauses:
        assert clause.words in page
        assert clause.if_not in page
    for article in articles():
        assert article.words in page
    told = client.get("/api/v1/constitution/child/contract").json()
    assert [each["code"] for each in told["clauses"]] == [each.code for each in CONTRACT.clauses]
    assert client.get("/api/v1/constitution/child/contract?on=2020-01-01").status_code == 404
    listed = client.get("/api/v1/constitution/child/articles?limit=100").json()
    assert [each["number"] for each in listed["items"]] == list(NAMED)
    assert run(["criteria", "child", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["number"] for each in said["articles"]] == list(NAMED)
    assert run(["criteria", "child"]) == 0
    assert "Article 12, to be heard: record a child's wishes and feelings" in capsys.readouterr().out


@pytest.mark.django_db
def test_a9_it_stands_on_the_childs_page_the_homes_page_and_with_every_offer(client_as, client_for, person):
    from carecommons.matching import actions, models
    from carecommons.provision.queries import providers_of

    found = search(at=datetime.now(UTC))
    mine = client_as(Role.CHILD, children=[found.child]).get(f"/children/{found.child}/mine/").content.decode()
    assert 'href="/criteria/child/"' in mine
    home = found.homes["Alder"]
    officer = client_as(Role.PLACEMENT_OFFICER, authority=KENT).get(f"/homes/{home}/").content.decode()
    assert "of what a child is owed" in officer
    Agreement.objects.all().delete()
    officer = client_as(Role.PLACEMENT_OFFICER, authority=KENT).get(f"/homes/{home}/").content.decode()
    assert "the same where there is none" in officer
    actions.open_round(referral_id=found.id, by=OFFICER, at=found.at)
    invitation = models.Invitation.objects.get(home_id=home)
    keeper = client_as(Role.PROVIDER_MANAGER, provider_id=providers_of([home])[home])
    assert "With an offer you agree to" in keeper.get(f"/invitations/{invitation.id}/").content.decode()


def _of(number: str):
    return next(each for each in articles() if each.number == number)
