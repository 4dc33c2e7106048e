"""Every home that could be right is asked with the same words and the same time, and answers need by need (C2, C7)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils.timezone import localdate

from carecommons.children import actions as children
from carecommons.children.models import CarriedNote
from carecommons.common.errors import Faulty, NotAllowed, NotFound, NotNow, ReasonMissing
from carecommons.constitution.parameters import whole
from carecommons.matching import actions, models, queries
from carecommons.matching.reasons import Reason
from carecommons.people.roles import Person, Role
from carecommons.provision import actions as provision
from carecommons.provision.capability import DOMAIN_CODES, DomainAnswer
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import Terms
from carecommons.provision.models import Resident
from carecommons.provision.queries import providers_of
from carecommons.register.models import Entry
from matching.searches_made import in_full
from walk_world import DEVON, KENT, MANAGER, NOON, OFFICER, WORKER, Search, acting, add_home, listed, search, wish

pytestmark = pytest.mark.django_db
LATER = timedelta(days=30)


def keeper(home: UUID, role: Role = Role.PROVIDER_MANAGER) -> Person:
    """Whoever runs a home."""
    return Person(role=role, id=UUID(int=7), name="Invented", provider_id=providers_of([home])[home])


def carer(home: UUID) -> Person:
    return Person(role=Role.FOSTER_CARER, id=UUID(int=8), name="Invented", home_ids=frozenset({home}))


def invited(found: Search, **more: object) -> dict[str, models.Invitation]:
    """A round of the search: name of a home -> its invitation."""
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at, **more)
    rows = {row.home_id: row for row in models.Invitation.objects.filter(round__referral_id=found.id)}
    return {name: rows[home] for name, home in found.homes.items() if home in rows}


def offer(
    row: models.Invitation, *, by: Person | None = None, at=None, impact: str = "acceptable", **answers: str
) -> int:
    return actions.answer_invitation(
        invitation_id=row.id, offers=True, answers={**dict.fromkeys(DOMAIN_CODES, "met"), **answers},
        impact_there=impact, impact_child="acceptable", impact_words="We talked about it at the table.",
        by=by or keeper(row.home_id), at=at or row.sent_at + timedelta(hours=1),
    )  # fmt: skip


def decline(row: models.Invitation, *, reason: str = "carers", words: str = "Our night carer is away.", **more) -> int:
    return actions.answer_invitation(
        invitation_id=row.id, offers=False, reason=reason, reason_words=words,
        by=more.get("by") or keeper(row.home_id), at=more.get("at") or row.sent_at + timedelta(hours=1),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ who is invited
def test_every_home_that_passed_the_lawful_and_the_capability_gate_is_invited_and_no_other() -> None:
    found = search(Alder={}, Birch={"EMO": 0}, Cedar={"free": 0}, Dale={"ages": (12, 17)})
    rows = invited(found)
    assert set(rows) == {"Alder", "Birch"}
    assert len({row.code for row in rows.values()}) == 2
    assert len({row.profile_id for row in rows.values()}) == len({row.closes_at for row in rows.values()}) == 1


def test_a_home_of_the_family_is_not_sent_what_it_knows() -> None:
    found = search(Alder={})
    aunt = provision.add_home(
        entry=HomeEntry(
            kind="connected_person", name="Aunt", kept_by=KENT, authority=KENT, places=1,
            named=frozenset({found.child}),
            levels={code: DomainAnswer(4, 4) for code in DOMAIN_CODES}, levels_basis="Invented data",
        ),
        by=OFFICER, at=found.at,
    )  # fmt: skip
    in_full(aunt, Terms("FA-1", date(2020, 1, 1), None, 0, 17, "any", 1), at=found.at)
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=found.at)
    assert queries.shortlist(found.id).home(aunt) is not None
    assert set(invited(found)) == {"Alder"}
    assert not models.Invitation.objects.filter(home_id=aunt).exists()


def test_two_homes_alike_in_facts_one_of_the_council_one_independent_are_asked_alike(founding) -> None:
    """C2, C9: the same invitation, clock, criteria and text."""
    found = search(Alder={}, Birch={})
    from carecommons.provision.models import Provider

    Provider.objects.filter(id=providers_of([found.homes["Alder"]])[found.homes["Alder"]]).update(sector="council")
    rows = invited(found)
    own, other = rows["Alder"], rows["Birch"]
    sheets = [queries.invitation(row.id, by=keeper(row.home_id), at=found.at) for row in (own, other)]
    assert sheets[0].lines == sheets[1].lines
    assert sheets[0].line.closes_at == sheets[1].line.closes_at
    assert sheets[0].line.sent_at == sheets[1].line.sent_at
    offer(own), offer(other)
    wanted = own.closes_at
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=wanted)
    both = {home.name: home for home in queries.shortlist(found.id).shown}
    assert both["Alder"].tie == both["Birch"].tie
    assert both["Alder"].answers == both["Birch"].answers


def test_nobody_to_invite_is_said_and_not_hidden() -> None:
    found = search(Cedar={"free": 0})
    with pytest.raises(NotNow) as refused:
        invited(found)
    assert refused.value.code == "nobody_to_invite"


def test_a_second_round_waits_for_the_first_and_for_a_new_list() -> None:
    found = search()
    rows = invited(found)
    with pytest.raises(NotNow) as refused:
        actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    assert refused.value.code == "round_open_already"
    with pytest.raises(NotNow) as refused:
        actions.open_round(referral_id=found.id, by=WORKER, at=found.at + LATER)
    assert refused.value.code == "list_invited_already"
    assert models.Round.objects.get().state == "open"  # what was refused changed nothing
    assert len(rows) == 2


def test_a_round_wants_a_list() -> None:
    found = search()
    actions.withdraw(referral_id=found.id, reason="Going home.", by=WORKER, at=found.at)
    with pytest.raises(NotNow) as refused:
        actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    assert refused.value.code == "list_first"


def test_the_clock_is_published_and_follows_why_a_home_is_looked_for() -> None:
    found = search()
    row = invited(found)["Alder"]
    assert row.closes_at - found.at == timedelta(days=7)  # five working days over one weekend
    models.Referral.objects.filter(id=found.id).update(why="notice")
    actions.call_off_round(round_id=row.round_id, reason="Invented.", by=WORKER, at=found.at)
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    assert models.Round.objects.get(state="open").closes_at - found.at == timedelta(hours=24)


def test_profile_amended_after_invitations_leaves_what_was_sent_and_is_said() -> None:
    found = search()
    row = invited(found)["Alder"]
    before = queries.invitation(row.id, by=keeper(row.home_id), at=found.at).lines
    from walk_world import record_needs

    record_needs(found.child, at=found.at + timedelta(hours=1), EMO=4)
    after = found.at + timedelta(hours=2)
    assert queries.invitation(row.id, by=keeper(row.home_id), at=after).lines == before
    log = queries.rounds_of(found.id, at=after)[0]
    assert log.stale
    assert log.profile_version == 1
    decline(row, at=after)
    decline(models.Invitation.objects.exclude(id=row.id).get(), at=after)
    actions.close_round(round_id=row.round_id, by=WORKER, at=after)
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=after + timedelta(hours=8))
    # An answer to other needs is not carried over: the home is on the list again, and can be invited anew.
    assert queries.shortlist(found.id).home(row.home_id) is not None


def test_a_list_that_is_older_than_the_needs_invites_nobody() -> None:
    from walk_world import record_needs

    found = search()
    record_needs(found.child, at=found.at, EMO=3)
    with pytest.raises(NotNow) as refused:
        invited(found)
    assert refused.value.code == "profile_changed"


def test_the_same_child_referred_again_is_known_by_no_code_of_before() -> None:
    found = search()
    first = {row.code for row in invited(found).values()}
    actions.withdraw(referral_id=found.id, reason="Going home.", by=WORKER, at=found.at)
    at = found.at + LATER
    wish(found.child, "before_shortlist", at=at)
    for home in found.homes.values():
        from carecommons.provision.actions import report_vacancy

        report_vacancy(home_id=home, free=1, by=OFFICER, at=at)
    again = listed(found.child, found.homes, at=at)
    assert first.isdisjoint({row.code for row in invited(again).values()})


# --------------------------------------------------------------------------------------------- what a home reads
def test_a_home_reads_no_name_reference_postcode_or_day_of_the_child() -> None:
    found = search()
    children.add_connection(
        child_id=found.child, kind="school", name="Quenby Academy", postcode="ME14 2QQ", keep=True, how_often="",
        note="", by=WORKER, at=found.at,
    )  # fmt: skip
    row = invited(found, narrative="Likes trains and building things.")["Alder"]
    sheet = queries.invitation(row.id, by=keeper(row.home_id), at=found.at)
    told = " ".join(f"{line.heading} {line.words}" for line in sheet.lines)
    for word in ("Robin", "C-7K4QX", "ME14", "2017", "Quenby", "Kent", "March"):
        assert word not in told
    assert "the school is to be kept" in told
    assert "South East" in told
    assert "Likes trains" in told


@pytest.mark.parametrize(
    "words",
    ["Robin likes trains.", "ROBIN’S bike", "lives near ME14 1XQ", "born 27/3/2017", "in March 2017",
     "call 01622 000000", "ask C-7K4QX", "from Kent", "write to a@example.org"],
)  # fmt: skip
def test_words_that_could_tell_who_the_child_is_are_sent_by_nobody(words) -> None:
    found = search()
    with pytest.raises(Faulty) as refused:
        invited(found, narrative=words, read=True)
    assert refused.value.code == "words_name_the_child"
    assert not models.Round.objects.exists()


def test_no_home_reads_where_the_child_lives_lived_or_is_to_live_or_who_runs_it() -> None:
    """Not in the profile, not in an answer, and no question that says so, whoever has read what is marked."""
    found = search(Alder={}, Birch={})
    stays = {
        "Dale": {"from_day": date(2024, 1, 1), "to_day": date(2025, 1, 1)},
        "Elm": {"from_day": date(2025, 1, 1), "to_day": date(2026, 12, 1)},
        "Fern": {"from_day": date(2026, 12, 1), "awaited": True},
    }  # fmt: skip
    for name, facts in stays.items():
        Resident.objects.create(
            home_id=add_home(name, at=found.at), resident=found.child, place=1, recorded_at=found.at, **facts
        )
    for words in ("She was happy at Dale.", "She has settled at Elm with Invented Elm.", "She looks forward to Fern."):
        with pytest.raises(Faulty) as refused:
            invited(found, narrative=words, read=True)
        assert refused.value.code == "words_name_the_child"
        assert {fault.code for fault in refused.value.faults} == {"home"}
    assert not models.Round.objects.exists()
    row = invited(found, narrative="She has settled, and likes her room.")["Alder"]
    asked = actions.ask_question(invitation_id=row.id, words="Is she at Elm?", by=keeper(row.home_id), at=found.at)
    with pytest.raises(Faulty):
        actions.answer_question(question_id=asked, answer="Yes, at Elm.", read=True, by=WORKER, at=found.at)
    actions.answer_question(question_id=asked, answer="That cannot be said.", by=WORKER, at=found.at)
    assert models.Question.objects.get(id=asked).withheld


def a_note(found: Search, words: str, *, accepted: bool | None = True, put_as: str = "") -> UUID:
    """A note for the next home, and what the social worker made of it."""
    at = found.at + timedelta(minutes=CarriedNote.objects.count())
    made = children.tell_next_home(child_id=found.child, placement=UUID(int=5), words=words, by=WORKER, at=at)
    if accepted is not None:
        children.answer_carried(note_id=made, accepted=accepted, words=put_as, by=WORKER, at=at)
    return made


def sent_words(row: models.Invitation) -> str:
    return next((line["words"] for line in row.profile.text if line["heading"] == "In words"), "")


def test_what_the_next_home_must_know_is_told_where_a_person_sends_it_and_nowhere_else() -> None:
    found = search(Alder={}, Birch={})
    first = a_note(found, "Robin wakes at night.", put_as="A light at night helps.")
    a_note(found, "The dog may come too.")
    a_note(found, "She was a nuisance.", accepted=False, put_as="It is unkind.")
    a_note(found, "Nobody has read this.", accepted=None)
    offered = queries.notes_to_send(queries.referral(found.id), localdate(found.at))
    assert [note.words for note in offered] == ["A light at night helps.", "The dog may come too."]
    rows = invited(found, narrative="Likes trains.", notes=[first])
    assert {sent_words(row) for row in rows.values()} == {"Likes trains.\n\nA light at night helps."}


def test_a_note_is_scanned_and_read_as_every_word_is() -> None:
    found = search(Alder={})
    named, capital = a_note(found, "Robin needs a light at night."), a_note(found, "She supports Arsenal.")
    first, second = queries.notes_to_send(queries.referral(found.id), localdate(found.at))
    assert (first.marked, second.marked) == (("Robin",), ("Arsenal",))
    with pytest.raises(Faulty) as refused:
        invited(found, notes=[named], read=True)
    assert (refused.value.code, refused.value.faults[0].column) == ("words_name_the_child", "notes")
    with pytest.raises(ReasonMissing):
        invited(found, notes=[capital])
    assert not models.Round.objects.exists()
    assert sent_words(invited(found, notes=[capital], read=True)["Alder"]) == "She supports Arsenal."


def test_only_notes_of_this_child_that_go_on_are_sent() -> None:
    found = search(Alder={})
    refused = a_note(found, "She was a nuisance.", accepted=False, put_as="It is unkind.")
    for note in (refused, a_note(found, "Nobody has read this.", accepted=None), UUID(int=3)):
        with pytest.raises(NotFound):
            invited(found, notes=[note], read=True)
    assert not models.Round.objects.exists()


def test_a_note_that_names_a_price_is_told_to_nobody() -> None:
    found = search(Alder={})
    priced = a_note(found, "Her last home was paid £4,200 per week.")
    with pytest.raises(Faulty, match="4,200"):
        invited(found, notes=[priced], read=True)


def test_a_home_of_another_child_is_no_word_that_is_forbidden() -> None:
    found = search(Alder={}, Birch={})
    Resident.objects.create(home_id=add_home("Elm", at=found.at), resident=UUID(int=9), place=1, recorded_at=found.at,
                            from_day=date(2025, 1, 1))  # fmt: skip
    assert invited(found, narrative="She likes the tree that is called Elm.", read=True)


def test_a_word_that_looks_like_a_name_is_read_by_a_person_before_it_is_sent() -> None:
    found = search()
    with pytest.raises(ReasonMissing) as refused:
        invited(found, narrative="Enjoys Minecraft with a friend.")
    assert refused.value.code == "marked_words_not_read"
    assert [find.text for find in refused.value.facts["finds"]] == ["Minecraft"]
    assert invited(found, narrative="Enjoys Minecraft with a friend.", read=True)


def test_fewer_than_k_alike_are_told_less_closely_and_it_is_said() -> None:
    found = search()
    row = invited(found)["Alder"]
    profile = row.profile
    assert any("Fewer than 8 children" in words for words in profile.broadened)
    lines = {line["heading"]: line["words"] for line in profile.text}
    assert lines["Age"].startswith("Told after terms")


def test_enough_children_alike_are_told_as_closely_as_published() -> None:
    found = search()
    for number in range(whole("suppression_threshold", localdate(found.at))):
        children.add_child(
            reference=f"C-AAAA{number}", known_as="Wren", birth_date=date(2018, 5, 1), sex="M", authority=KENT,
            by=WORKER, at=found.at,
        )  # fmt: skip
    row = invited(found)["Alder"]
    lines = {line["heading"]: line["words"] for line in row.profile.text}
    assert (lines["Age"], row.profile.broadened) == ("5 to 9", [])


def test_what_is_too_few_to_be_counted_is_too_few_to_be_told_of() -> None:
    """One threshold (issue 4, point 2): seven children alike, a count that is withheld, are told of less closely."""
    found = search()
    for number in range(whole("suppression_threshold", localdate(found.at)) - 1):
        children.add_child(
            reference=f"C-AAAA{number}", known_as="Wren", birth_date=date(2018, 5, 1), sex="M", authority=KENT,
            by=WORKER, at=found.at,
        )  # fmt: skip
    assert queries.draft_profile(
        queries.referral(found.id), queries.shortlist(found.id), narrative="", at=found.at
    ).broadened


def test_another_home_and_another_council_read_nothing() -> None:
    found = search()
    row = invited(found)["Alder"]
    stranger = add_home("Far", authority=DEVON, kept_by=DEVON)
    for who in (keeper(stranger), carer(stranger)):
        with pytest.raises(NotAllowed):
            queries.invitation(row.id, by=who, at=found.at)
        with pytest.raises(NotAllowed):
            decline(row, by=who)
        assert queries.invitations_of(who, at=found.at) == ()
    with pytest.raises(NotAllowed):
        queries.invitation(row.id, by=WORKER, at=found.at)
    with pytest.raises(NotAllowed):
        actions.open_round(referral_id=found.id, by=acting(Role.SOCIAL_WORKER, DEVON), at=found.at)
    with pytest.raises(NotFound):
        queries.invitation(UUID(int=1), by=keeper(row.home_id), at=found.at)


def test_a_carer_reads_their_own_home_alone_even_where_their_post_names_who_runs_it() -> None:
    found = search()
    rows = invited(found)
    who = replace(carer(found.homes["Alder"]), provider_id=providers_of([found.homes["Birch"]])[found.homes["Birch"]])
    assert [line.id for line in queries.invitations_of(who, at=found.at)] == [rows["Alder"].id]
    with pytest.raises(NotAllowed):
        queries.invitation(rows["Birch"].id, by=who, at=found.at)


def test_opening_is_noted_once() -> None:
    found = search()
    row = invited(found)["Alder"]
    for hours in (1, 2):
        actions.note_opened(invitation_id=row.id, by=keeper(row.home_id), at=found.at + timedelta(hours=hours))
    row.refresh_from_db()
    assert (row.state, row.opened_at) == ("opened", found.at + timedelta(hours=1))


# ------------------------------------------------------------------------------------------------------ questions
def test_an_answer_goes_to_every_invited_home() -> None:
    found = search()
    rows = invited(found)
    question = actions.ask_question(
        invitation_id=rows["Alder"].id, words="Is a dog all right?", by=keeper(rows["Alder"].home_id), at=found.at
    )

    def read(name: str) -> tuple[queries.QuestionLine, ...]:
        return queries.invitation(rows[name].id, by=keeper(rows[name].home_id), at=found.at).questions

    assert (len(read("Alder")), read("Birch")) == (1, ())
    actions.answer_question(question_id=question, answer="Yes, the child likes dogs.", by=WORKER, at=found.at)
    assert read("Birch")[0].answer == read("Alder")[0].answer == "Yes, the child likes dogs."
    assert read("Birch")[0].words == "Is a dog all right?"
    assert not read("Birch")[0].mine
    with pytest.raises(NotNow):
        actions.answer_question(question_id=question, answer="No.", by=WORKER, at=found.at)


def test_a_question_that_could_tell_who_is_withheld_and_an_answer_that_could_is_refused() -> None:
    found = search()
    rows = invited(found)
    question = actions.ask_question(
        invitation_id=rows["Alder"].id, words="Is it Robin?", by=keeper(rows["Alder"].home_id), at=found.at
    )
    with pytest.raises(Faulty):
        actions.answer_question(question_id=question, answer="Not Robin.", read=True, by=WORKER, at=found.at)
    actions.answer_question(question_id=question, answer="We say no name.", by=WORKER, at=found.at)
    other = queries.invitation(rows["Birch"].id, by=keeper(rows["Birch"].home_id), at=found.at).questions[0]
    assert (other.words, other.withheld) == ("", True)


def test_a_question_and_its_answer_want_words_and_time() -> None:
    found = search()
    row = invited(found)["Alder"]
    who = keeper(row.home_id)
    with pytest.raises(ReasonMissing) as refused:
        actions.ask_question(invitation_id=row.id, words="  ", by=who, at=found.at)
    assert refused.value.code == "question_missing"
    question = actions.ask_question(invitation_id=row.id, words="A garden?", by=who, at=found.at)
    with pytest.raises(ReasonMissing) as refused:
        actions.answer_question(question_id=question, answer="", by=WORKER, at=found.at)
    assert refused.value.code == "answer_missing"
    for act in (
        lambda: actions.ask_question(invitation_id=row.id, words="Late?", by=who, at=row.closes_at),
        lambda: actions.answer_question(question_id=question, answer="Yes.", by=WORKER, at=row.closes_at),
    ):
        with pytest.raises(NotNow) as late:
            act()
        assert late.value.code == "round_not_open"
    with pytest.raises(NotFound):
        actions.answer_question(question_id=UUID(int=1), answer="Yes.", by=WORKER, at=found.at)


# -------------------------------------------------------------------------------------------------------- replies
def test_no_home_declines_without_a_reason() -> None:
    found = search()
    row = invited(found)["Alder"]
    for reason, words in (("", "No."), ("carers", " "), ("because", "No.")):
        with pytest.raises(ReasonMissing) as refused:
            decline(row, reason=reason, words=words)
        assert refused.value.code == "decline_reason_missing"
    assert not models.Reply.objects.exists()


def test_an_offer_answers_all_twelve_needs_and_what_living_together_would_mean() -> None:
    found = search()
    row = invited(found)["Alder"]
    with pytest.raises(Faulty) as refused:
        actions.answer_invitation(
            invitation_id=row.id, offers=True, answers={"EMO": "met"}, by=keeper(row.home_id), at=found.at
        )
    assert refused.value.code == "reply_not_complete"
    assert len(refused.value.faults) == 11 + 3


def test_an_answer_may_change_until_the_round_closes_and_every_version_is_kept() -> None:
    found = search()
    row = invited(found)["Alder"]
    assert [decline(row), offer(row), offer(row, EMO="support")] == [1, 2, 3]
    row.refresh_from_db()
    assert row.state == "offered"
    with pytest.raises(NotNow) as late:
        decline(row, at=row.closes_at)
    assert late.value.code == "round_not_open"
    assert [each.version for each in queries.invitation(row.id, by=keeper(row.home_id), at=row.closes_at).replies] == [
        3, 2, 1,
    ]  # fmt: skip


def test_a_placement_officer_writes_down_what_a_home_said_by_telephone_and_it_shows_who_wrote() -> None:
    found = search()
    row = invited(found)["Alder"]
    decline(row, by=OFFICER)
    log = queries.rounds_of(found.id, at=found.at)[0]
    assert {home.home: home.reply and home.reply.said_by_role for home in log.homes} == {
        "Alder": "placement_officer", "Birch": None,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        decline(row, by=MANAGER)


def test_the_council_writes_nothing_over_what_the_home_has_answered_itself() -> None:
    """C2, C7: it may put right what it wrote down itself, until the home answers; then the home alone may."""
    found = search()
    row = invited(found)["Alder"]
    assert [decline(row, by=OFFICER), decline(row, by=OFFICER), offer(row)] == [1, 2, 3]
    for write in (decline, offer):
        with pytest.raises(NotNow) as refused:
            write(row, by=OFFICER)
        assert refused.value.code == "home_answered_itself"
    row.refresh_from_db()
    assert (row.state, models.Reply.objects.filter(invitation=row).count()) == ("offered", 3)
    assert decline(row) == 4


# ----------------------------------------------------------------------------------------------- the end of a round
def test_a_round_ends_when_its_time_is_over_or_all_have_answered_and_not_before() -> None:
    found = search()
    rows = invited(found)
    round_id = rows["Alder"].round_id
    offer(rows["Alder"])
    with pytest.raises(NotNow) as refused:
        actions.close_round(round_id=round_id, by=WORKER, at=found.at + timedelta(hours=2))
    assert refused.value.code == "round_still_runs"
    decline(rows["Birch"])
    actions.close_round(round_id=round_id, by=WORKER, at=found.at + timedelta(hours=2))
    assert queries.rounds_of(found.id, at=found.at + timedelta(hours=2))[0].state == "closed"
    for act in (actions.close_round, lambda **more: actions.call_off_round(reason="No.", **more)):
        with pytest.raises(NotNow) as over:
            act(round_id=round_id, by=WORKER, at=found.at + timedelta(hours=3))
        assert over.value.code == "round_over"


def test_when_a_round_is_over_or_taken_back_the_profile_is_gone() -> None:
    found = search()
    row = invited(found)["Alder"]
    who = keeper(row.home_id)
    assert queries.invitation(row.id, by=who, at=row.closes_at).lines == ()
    assert queries.invitation(row.id, by=who, at=row.closes_at).line.state == "run_out"
    actions.withdraw(referral_id=found.id, reason="Going home.", by=WORKER, at=found.at)
    sheet = queries.invitation(row.id, by=who, at=found.at)
    assert (sheet.lines, sheet.questions, sheet.line.state) == ((), (), "revoked")
    with pytest.raises(NotNow):
        offer(row)
    with pytest.raises(NotNow):
        actions.ask_question(invitation_id=row.id, words="Why?", by=who, at=found.at)


def test_calling_off_wants_a_reason_and_time() -> None:
    found = search()
    row = invited(found)["Alder"]
    with pytest.raises(ReasonMissing) as refused:
        actions.call_off_round(round_id=row.round_id, reason=" ", by=WORKER, at=found.at)
    assert refused.value.code == "call_off_reason_missing"
    with pytest.raises(NotNow):
        actions.call_off_round(round_id=row.round_id, reason="Late.", by=WORKER, at=row.closes_at)
    with pytest.raises(NotAllowed):
        actions.call_off_round(round_id=row.round_id, reason="x", by=acting(Role.TEAM_MANAGER, DEVON), at=found.at)
    with pytest.raises(NotFound):
        actions.close_round(round_id=UUID(int=1), by=WORKER, at=found.at)


def test_no_list_is_made_while_homes_have_time_to_answer() -> None:
    found = search()
    invited(found)
    with pytest.raises(NotNow) as refused:
        actions.make_shortlist(referral_id=found.id, by=WORKER, at=found.at)
    assert refused.value.code == "round_open"


def test_the_next_list_reads_what_homes_answered() -> None:
    found = search(Alder={}, Birch={}, Cedar={"EMO": 0})
    rows = invited(found)
    decline(rows["Alder"])
    offer(rows["Birch"], EMO="unmet")
    offer(rows["Cedar"], EMO="support", impact="not_acceptable")
    at = found.at + timedelta(hours=2)
    actions.close_round(round_id=rows["Alder"].round_id, by=WORKER, at=at)
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=at)
    made = queries.shortlist(found.id)
    stopped = {home.name: home for home in made.passed_over}
    assert stopped["Alder"].reason_code == Reason.DECLINED
    assert stopped["Alder"].failed_gate == 1
    assert "Our carers or staff could not give what it takes now" in stopped["Alder"].reason
    assert stopped["Cedar"].reason_code == Reason.HARMS_THE_GROUP
    assert made.home(found.homes["Birch"]).compromise
    assert sum(count.homes for count in made.counts) == made.looked_at


def test_an_offer_lowers_the_general_statement_at_once_for_this_child_alone() -> None:
    found = search(Alder={})
    offer(invited(found)["Alder"], EMO="support", SOC="unmet")
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=models.Round.objects.get().closes_at)
    home = queries.shortlist(found.id).home(found.homes["Alder"])
    assert (home.compromise, home.count("support"), home.count("unmet"), home.says_more) == (True, 1, 1, ())
    assert home.impact_words == "We talked about it at the table."


def test_zero_replies_leave_the_list_as_it_was_and_show_in_the_log() -> None:
    found = search()
    before = {home.name for home in queries.shortlist(found.id).shown}
    invited(found)
    at = found.at + timedelta(days=8)
    log = queries.rounds_of(found.id, at=at)[0]
    assert (log.state, log.count("run_out"), log.count("offered", "declined")) == ("closed", 2, 0)
    for home in found.homes.values():
        from carecommons.provision.actions import report_vacancy

        report_vacancy(home_id=home, free=1, by=OFFICER, at=at)
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=at)
    assert {home.name for home in queries.shortlist(found.id).shown} == before
    assert {row.state for row in models.Invitation.objects.all()} == {"run_out"}


def test_only_one_response_is_shown_as_one() -> None:
    found = search()
    rows = invited(found)
    offer(rows["Alder"])
    log = queries.rounds_of(found.id, at=rows["Alder"].closes_at)[0]
    assert (log.count("offered"), log.count("run_out")) == (1, 1)
    assert queries.offered_in_rounds(found.id, at=rows["Alder"].closes_at) == {found.homes["Alder"]}
    assert queries.offered_in_rounds(found.id, at=found.at) == frozenset()  # nobody counts before the clock ends


def test_each_act_is_one_entry_of_the_register_and_none_tells_which_child_or_home() -> None:
    found = search()
    before = Entry.objects.count()
    rows = invited(found)
    question = actions.ask_question(
        invitation_id=rows["Alder"].id, words="A garden?", by=keeper(rows["Alder"].home_id), at=found.at
    )
    actions.answer_question(question_id=question, answer="Yes.", by=WORKER, at=found.at)
    offer(rows["Alder"])
    decline(rows["Birch"])
    actions.close_round(round_id=rows["Alder"].round_id, by=WORKER, at=found.at + timedelta(hours=2))
    entries = list(Entry.objects.order_by("queued_at", "id"))[before:]
    assert len(entries) == 6


def test_officers_are_told_of_questions_and_of_rounds_that_are_over() -> None:
    found = search()
    rows = invited(found)
    assert queries.questions_for_officers(OFFICER, at=found.at) == ()
    actions.ask_question(
        invitation_id=rows["Alder"].id, words="A garden?", by=keeper(rows["Alder"].home_id), at=found.at
    )
    assert [each.questions for each in queries.questions_for_officers(OFFICER, at=found.at)] == [1]
    offer(rows["Alder"])
    asked = queries.questions_for_officers(OFFICER, at=rows["Alder"].closes_at)
    assert [(each.over, each.offers, each.questions) for each in asked] == [(True, 1, 0)]
    assert queries.questions_for_officers(acting(Role.PLACEMENT_OFFICER, DEVON), at=found.at) == ()
    assert queries.questions_for_officers(keeper(found.homes["Alder"]), at=found.at) == ()
    assert found.at > NOON
