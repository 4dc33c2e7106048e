"""The local register: who may write it, what it refuses, and what the arrays then say."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from carecommons.common.errors import Faulty, NotAllowed, NotAppropriate, NotFound, NotNow, Refused
from carecommons.people.roles import Role
from carecommons.provision.actions import (
    add_agreement,
    add_home,
    add_owner,
    add_provider,
    check_evidence_read,
    claim_capability,
    evidence_capability,
    leave_place,
    note_impact,
    record_levels,
    record_terms,
    report_vacancy,
    take_place,
    verify_provider,
)
from carecommons.provision.capability import DOMAIN_CODES, DomainAnswer, Proof
from carecommons.provision.homes import Impact, Standing
from carecommons.provision.models import EvidenceItem, Home, HomeLevels, HomeTerms, Resident
from carecommons.provision.queries import (
    agreements,
    home,
    home_cards,
    homes_for_matching,
    homes_of,
    homes_seen_by,
    keeper_of,
    providers_kept_by,
)
from carecommons.provision.vacancies import Opening
from matching.searches_made import (
    AT,
    DEVON,
    FAR_OFFICER,
    KENT,
    MANAGER,
    OFFICER,
    TODAY,
    WORKER,
    a_provider,
    able,
    an_entry,
    homes,
    someone,
    terms,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def provider(db):
    return a_provider()


@pytest.fixture
def alder(provider):
    return homes(an_entry("Alder House", provider))[0]


def facts_of(home_id, at=AT):
    found = homes_for_matching(at=at)
    return found, found.ids.index(home_id)


# ---------------------------------------------------------------- entering


def test_a_home_has_a_random_reference_that_reads_without_mistake(alder):
    reference = Home.objects.get(id=alder).reference
    assert reference.startswith("H-")
    assert len(reference) == 7
    assert not set(reference[2:]) & set("ILOU")


def test_many_homes_enter_together_or_not_at_all(provider):
    with pytest.raises(Faulty):
        homes(an_entry("Good", provider), an_entry("", provider))
    assert not Home.objects.exists()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"name": "  "}, "name"),
        ({"kind": "castle"}, "kind"),
        ({"places": 0, "free": None}, "places"),
        ({"free": 3}, "free"),
        ({"easting": 1, "northing": None}, "easting"),
        ({"provider_id": None}, "provider"),
        ({"kind": "parents", "provider_id": None, "terms": None}, "named"),
        ({"access": frozenset({"stairs"})}, "access"),
        ({"terms": terms(age_min=12, age_max=8)}, "ages"),
        ({"terms": terms(sexes="X")}, "sexes"),
        ({"terms": terms(stays=("for ever",))}, "stays"),
        ({"terms": terms(from_day=None)}, "from_day"),
    ],
)
def test_what_keeps_a_home_out_is_named(provider, change, column):
    with pytest.raises(Faulty) as refusal:
        homes(replace(an_entry("Alder", provider), **change))
    assert column in {fault.column for fault in refusal.value.faults}
    assert not Home.objects.exists()


def test_levels_are_nought_to_four_and_support_never_lowers_them(provider):
    for answer in (DomainAnswer(5, 5), DomainAnswer(-1, 2), DomainAnswer(3, 2)):
        with pytest.raises(Refused):
            homes(an_entry("Alder", provider, levels={"EMO": answer}))
    with pytest.raises(Refused, match="no domain"):
        homes(an_entry("Alder", provider, levels={"XXX": DomainAnswer(1, 1)}))


@pytest.mark.parametrize("by", [WORKER, MANAGER, FAR_OFFICER, someone(Role.PLANNER), someone(Role.PUBLIC)])
def test_only_those_who_keep_the_register_write_in_it(provider, by):
    entry = an_entry("Alder", provider)
    for act in (
        lambda: add_home(entry=entry, by=by, at=AT),
        lambda: add_owner(name="X", legal_form="company", kept_by=KENT, by=by, at=AT),
        lambda: add_provider(name="X", sector="private", kept_by=KENT, by=by, at=AT),
        lambda: verify_provider(provider_id=provider, on=TODAY, by=by, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_provider_writes_of_its_own_homes_only_and_verifies_nothing(provider, alder):
    own = someone(Role.PROVIDER_MANAGER, provider_id=provider)
    other = someone(Role.PROVIDER_MANAGER, provider_id=uuid4())
    report_vacancy(home_id=alder, free=0, by=own, at=AT + HOUR)
    with pytest.raises(NotAllowed):
        report_vacancy(home_id=alder, free=1, by=other, at=AT)
    with pytest.raises(NotAllowed):
        verify_provider(provider_id=provider, on=TODAY, by=own, at=AT)


def test_owners_and_providers_have_known_forms(db):
    with pytest.raises(Refused):
        add_owner(name="X", legal_form="empire", kept_by=KENT, by=OFFICER, at=AT)
    with pytest.raises(Refused):
        add_provider(name="X", sector="other", kept_by=KENT, by=OFFICER, at=AT)


def test_nothing_in_the_register_can_hold_an_amount_of_money():
    from django.apps import apps

    words = ("price", "cost", "fee", "pence", "charge", "amount", "rate", "budget")
    held = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("provision").get_models()
        for field in model._meta.get_fields()
        if set(field.name.split("_")) & set(words)
    ]
    assert held == []


# ---------------------------------------------------------------- what the law says


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({}, Standing.LAWFUL),
        ({"cancelled_on": TODAY}, Standing.CANCELLED),
        ({"suspended_from": TODAY - timedelta(days=3)}, Standing.SUSPENDED),
        ({"suspended_from": TODAY - timedelta(days=9), "suspended_to": TODAY - timedelta(days=1)}, Standing.LAWFUL),
        ({"restricted_from": TODAY}, Standing.RESTRICTED),
        ({"restricted_from": TODAY + timedelta(days=1)}, Standing.LAWFUL),
        ({"to_day": TODAY - timedelta(days=1)}, Standing.NOT_IN_FORCE),
        ({"to_day": TODAY}, Standing.LAWFUL),
        ({"inadequate_since": TODAY - timedelta(days=60)}, Standing.INADEQUATE),
    ],
)
def test_a_registration_is_read_for_the_day(provider, change, standing):
    (one,) = homes(an_entry("Alder", provider, terms=terms(**change)))
    found, row = facts_of(one)
    assert found.standing[row] == standing


@pytest.mark.parametrize(
    ("kind", "standing"),
    [("childrens_home", Standing.UNREGISTERED), ("supported_accommodation", Standing.UNREGISTERED),
     ("foster_household", Standing.NOT_IN_FORCE)],
)  # fmt: skip
def test_without_terms_nothing_is_lawful(provider, kind, standing):
    (one,) = homes(an_entry("Alder", provider, kind=kind, terms=None))
    found, row = facts_of(one)
    assert found.standing[row] == standing


def test_an_unregistered_arrangement_is_unlawful_even_with_terms(provider):
    (one,) = homes(an_entry("Flat", provider, kind="other_arrangement"))
    found, row = facts_of(one)
    assert found.standing[row] == Standing.UNREGISTERED


def test_parents_need_no_approval_and_report_no_vacancy(db):
    child = uuid4()
    (one,) = homes(an_entry("Mother", None, kind="parents", terms=None, named=frozenset({child}), free=None, levels={}))
    found, row = facts_of(one)
    assert (found.standing[row], found.opening[row]) == (Standing.LAWFUL, Opening.OPEN)
    assert homes_of(child, kind="parents") == (one,)
    assert homes_of(child, kind="connected_person") == ()


def test_a_provider_that_nobody_checked_stops_all_its_homes(db):
    (one,) = homes(an_entry("Alder", a_provider("New", verified=False)))
    found, row = facts_of(one)
    assert found.standing[row] == Standing.NOT_VERIFIED


def test_the_newest_terms_count_and_the_earlier_are_kept(alder):
    record_terms(home_id=alder, terms=terms(from_day=date(2025, 1, 1), age_max=9), by=OFFICER, at=AT)
    found, row = facts_of(alder)
    assert found.age_max[row] == 9
    assert HomeTerms.objects.filter(home_id=alder).count() == 2
    assert [each.age_max for each in home(alder, by=OFFICER, at=AT).terms] == [9, 17]


# ---------------------------------------------------------------- capability


def test_a_claim_proves_nothing_and_evidence_read_outside_the_home_does(provider, alder):
    own = someone(Role.PROVIDER_MANAGER, provider_id=provider)
    claim_capability(home_id=alder, code="SP-ASD", on=TODAY, by=own, at=AT)
    assert proof_of(alder, "SP-ASD") is Proof.CLAIM_ONLY
    evidence_id = evidence_capability(
        home_id=alder, code="SP-ASD", kind="clinical_input", document="A letter", issued_on=TODAY, by=own, at=AT
    )
    assert EvidenceItem.objects.get().checked_on is None, "a provider does not check its own evidence"
    with pytest.raises(NotAllowed):
        check_evidence_read(evidence_id=evidence_id, on=TODAY, by=own, at=AT)
    check_evidence_read(evidence_id=evidence_id, on=TODAY, by=OFFICER, at=AT)
    assert proof_of(alder, "SP-ASD") is Proof.PART, "one document is not all that the published criteria ask for"
    for kind in ("staff_qualification", "outcomes"):
        evidence_capability(home_id=alder, code="SP-ASD", kind=kind, document="x", issued_on=TODAY, by=OFFICER, at=AT)
    assert proof_of(alder, "SP-ASD") is Proof.PROVED


def proof_of(home_id, code, at=AT):
    (line,) = [line for line in home(home_id, by=OFFICER, at=at).capabilities if line.code == code]
    return line.proof


def test_evidence_an_officer_attaches_has_been_read_and_runs_out(alder):
    for kind in ("carer_training", "clinical_input", "outcomes"):
        evidence_capability(
            home_id=alder, code="SP-EAT", kind=kind, document="Report", issued_on=TODAY, by=OFFICER, at=AT
        )
    assert proof_of(alder, "SP-EAT") is Proof.PROVED
    assert EvidenceItem.objects.filter(kind="outcomes").get().expires_on == date(2027, 11, 20), (
        "twelve months, as the constitution says"
    )
    assert proof_of(alder, "SP-EAT", AT + timedelta(days=366)) is Proof.RAN_OUT


@pytest.mark.parametrize("kind", ["staffing_ratio", "statement_of_purpose"])
def test_staff_numbers_and_statements_of_purpose_are_not_evidence(alder, kind):
    """B9: more of the same generalism is no specialism."""
    with pytest.raises(NotAppropriate) as refusal:
        evidence_capability(home_id=alder, code="SP-ASD", kind=kind, document="3:1", issued_on=TODAY, by=OFFICER, at=AT)
    assert refusal.value.code == f"{kind}_is_not_evidence"
    assert not EvidenceItem.objects.exists()


def test_the_database_itself_holds_no_staffing_ratio_as_evidence(alder):
    claim_capability(home_id=alder, code="SP-ASD", on=TODAY, by=OFFICER, at=AT)
    evidence_capability(home_id=alder, code="SP-ASD", kind="outcomes", document="x", issued_on=TODAY, by=OFFICER, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.update(kind="staffing_ratio")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "rumour"}, "evidence_kind_unknown"),
        ({"document": "  "}, "evidence_unnamed"),
        ({"expires_on": TODAY - timedelta(days=1)}, "evidence_dates"),
        ({"code": "SP-NEW"}, "specialism_unknown"),
        ({"issued_on": TODAY + timedelta(days=1)}, "evidence_of_the_future"),
    ],
)
def test_unusable_evidence_is_refused(alder, change, code):
    facts = {"code": "SP-ASD", "kind": "outcomes", "document": "x", "issued_on": TODAY}
    with pytest.raises(Refused) as refusal:
        evidence_capability(home_id=alder, by=OFFICER, at=AT, **{**facts, **change})
    assert refusal.value.code == code


def test_evidence_sent_twice_within_a_minute_is_kept_once(alder):
    facts = {"code": "SP-ASD", "kind": "outcomes", "document": "Outcomes", "issued_on": TODAY, "by": OFFICER}
    first = evidence_capability(home_id=alder, at=AT, **facts)
    assert evidence_capability(home_id=alder, at=AT + timedelta(seconds=60), **facts) == first
    kept = {
        first,
        evidence_capability(home_id=alder, at=AT + timedelta(seconds=61), **facts),
        evidence_capability(home_id=alder, at=AT, **facts | {"document": "Another"}),
        evidence_capability(home_id=alder, at=AT, **facts | {"kind": "inspection"}),
        evidence_capability(home_id=alder, at=AT, **facts | {"code": "SP-EAT"}),
    }
    assert len(kept) == EvidenceItem.objects.count() == 5


def test_levels_are_versions_and_the_newest_counts(alder):
    record_levels(home_id=alder, levels={"EMO": DomainAnswer(1, 2, "x")}, basis="A visit", by=OFFICER, at=AT + HOUR)
    found, row = facts_of(alder, AT + HOUR)
    assert found.meets[:, row].tolist() == [1] + [-1] * 11, "what is left out is unknown, not what it was"
    assert HomeLevels.objects.filter(home_id=alder).count() == 2
    with pytest.raises(Refused, match="on what these levels rest"):
        record_levels(home_id=alder, levels={}, basis=" ", by=OFFICER, at=AT)


# ---------------------------------------------------------------- vacancies and residents


def test_a_homes_word_about_free_places_holds_for_72_hours(alder):
    for hours, opening in ((0, Opening.OPEN), (72, Opening.OPEN), (73, Opening.RAN_OUT)):
        found, row = facts_of(alder, AT + hours * HOUR)
        assert found.opening[row] == opening, hours
    report_vacancy(home_id=alder, free=0, by=OFFICER, at=AT + HOUR)
    found, row = facts_of(alder, AT + 100 * HOUR)
    assert found.opening[row] == Opening.FULL, "an old 'nothing free' is not a reason to call it open"


def test_a_home_that_never_said_has_no_place_to_give(provider):
    (one,) = homes(an_entry("Silent", provider, free=None))
    found, row = facts_of(one)
    assert (found.opening[row], found.free[row]) == (Opening.NEVER_SAID, 0)


def test_free_places_lie_between_none_and_those_not_lived_in(alder):
    take_place(home_id=alder, resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT + HOUR)
    for free in (-1, 2, 9):
        with pytest.raises(Refused) as refusal:
            report_vacancy(home_id=alder, free=free, by=OFFICER, at=AT + HOUR)
        assert refusal.value.code == "vacancy_out_of_range"
    report_vacancy(home_id=alder, free=1, by=OFFICER, at=AT + HOUR)


def test_a_place_taken_after_the_home_spoke_is_no_longer_free(provider):
    (one,) = homes(an_entry("Alder", provider, free=2))
    child = uuid4()
    assert take_place(home_id=one, resident=child, from_day=TODAY, by=MANAGER, at=AT + HOUR) == 1
    found, row = facts_of(one, AT + HOUR)
    assert (found.free[row], found.living[row], found.residents[child]) == (1, 1, row)


def test_the_last_place_is_given_once(alder):
    take_place(home_id=alder, resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT + HOUR)
    with pytest.raises(NotNow) as refusal:
        take_place(home_id=alder, resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT + HOUR)
    assert refusal.value.code == "place_taken"
    assert "Nothing you wrote is lost" in str(refusal.value)
    assert Resident.objects.count() == 1


def test_the_database_itself_never_gives_a_place_twice(alder):
    facts = {"home_id": alder, "place": 1, "from_day": TODAY, "recorded_at": AT}
    Resident.objects.create(resident=uuid4(), **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.create(resident=uuid4(), **facts)


def test_a_place_is_not_given_on_a_word_that_has_run_out(alder):
    with pytest.raises(NotNow) as refusal:
        take_place(home_id=alder, resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT + 73 * HOUR)
    assert refusal.value.code == "vacancy_ran_out"


def test_a_child_who_moves_leaves_the_place_before(provider):
    one, two = homes(an_entry("One", provider), an_entry("Two", provider))
    child = uuid4()
    take_place(home_id=one, resident=child, from_day=TODAY, by=MANAGER, at=AT + HOUR)
    take_place(home_id=two, resident=child, from_day=TODAY + timedelta(days=5), by=MANAGER, at=AT + HOUR)
    assert list(Resident.objects.filter(to_day__isnull=True).values_list("home_id", flat=True)) == [two]
    with pytest.raises(NotNow, match="lives in this home already"):
        take_place(home_id=two, resident=child, from_day=TODAY, by=MANAGER, at=AT + HOUR)
    with pytest.raises(NotNow, match="came, or is to come, to another home after"):
        take_place(home_id=one, resident=child, from_day=TODAY, by=MANAGER, at=AT + HOUR)
    leave_place(resident=child, to_day=TODAY + timedelta(days=9), reason="E4A", by=MANAGER, at=AT)
    assert not Resident.objects.filter(to_day__isnull=True).exists()


@pytest.mark.parametrize("by", [WORKER, OFFICER, someone(Role.PROVIDER_MANAGER, provider_id=uuid4())])
def test_only_those_who_approve_give_a_place(alder, by):
    with pytest.raises(NotAllowed):
        take_place(home_id=alder, resident=uuid4(), from_day=TODAY, by=by, at=AT)


def test_a_place_is_given_and_left_by_the_childs_council_or_the_homes(alder):
    far, child = someone(Role.TEAM_MANAGER, DEVON), uuid4()
    with pytest.raises(NotAllowed):
        take_place(home_id=alder, resident=child, from_day=TODAY, by=far, at=AT + HOUR)
    take_place(home_id=alder, resident=child, from_day=TODAY, by=far, at=AT + HOUR, for_authority=DEVON)
    with pytest.raises(NotAllowed):
        leave_place(resident=child, to_day=TODAY, reason="E4A", by=far, at=AT + HOUR)
    leave_place(resident=child, to_day=TODAY, reason="E4A", by=MANAGER, at=AT + HOUR)


def test_fewer_places_in_the_approval_than_in_the_house_bind(provider):
    (one,) = homes(an_entry("Alder", provider, places=4, free=4, terms=terms(places=1)))
    found, row = facts_of(one)
    assert found.free[row] == 1


def test_missing_homes_are_missing(db):
    for act in (
        lambda: home(uuid4(), by=OFFICER, at=AT),
        lambda: report_vacancy(home_id=uuid4(), free=1, by=OFFICER, at=AT),
        lambda: take_place(home_id=uuid4(), resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT),
        lambda: leave_place(resident=uuid4(), to_day=TODAY, reason="E4A", by=MANAGER, at=AT),
        lambda: check_evidence_read(evidence_id=uuid4(), on=TODAY, by=OFFICER, at=AT),
    ):
        with pytest.raises(NotFound):
            act()


# ---------------------------------------------------------------- living together, agreements, reading


def test_what_is_known_of_the_group_reaches_the_arrays(alder):
    child = uuid4()
    take_place(home_id=alder, resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT)
    note_impact(home_id=alder, answer="acceptable", words="Calm.", by=OFFICER, at=AT)
    note_impact(home_id=alder, answer="not_acceptable", words="Not this child.", about=child, by=OFFICER, at=AT)
    found, row = facts_of(alder)
    assert found.impact[row] == Impact.ACCEPTABLE
    assert found.impact_about[child] == {row: Impact.NOT_ACCEPTABLE}
    with pytest.raises(Refused):
        note_impact(home_id=alder, answer="perhaps", words="x", by=OFFICER, at=AT)


def test_nobody_there_is_not_unknown(alder):
    found, row = facts_of(alder)
    assert found.impact[row] == Impact.NOBODY_THERE


def test_an_agreement_names_parties_days_and_places(provider):
    add_agreement(
        provider_id=provider, authority=KENT, from_day=TODAY, to_day=date(2029, 11, 19), slots=4, by=OFFICER, at=AT
    )
    stands = (KENT, date(2020, 4, 1), date(2050, 3, 31), 9)  # every invented provider has one
    assert agreements(provider, by=OFFICER) == (stands, (KENT, TODAY, date(2029, 11, 19), 4))
    assert agreements(provider, by=FAR_OFFICER) == ()
    with pytest.raises(Refused):
        add_agreement(provider_id=provider, authority=KENT, from_day=TODAY, to_day=TODAY, slots=0, by=OFFICER, at=AT)


def test_each_sees_their_own_corner_of_the_register(provider, alder):
    manager = someone(Role.PROVIDER_MANAGER, provider_id=provider)
    carer = someone(Role.FOSTER_CARER, provider_id=uuid4(), home_ids=frozenset({alder}))
    for person in (OFFICER, manager, carer, someone(Role.PLANNER), someone(Role.INSPECTOR)):
        assert [line.id for line in homes_seen_by(person, at=AT)] == [alder], person.role
        assert home(alder, by=person, at=AT).id == alder
    for person in (FAR_OFFICER, someone(Role.PROVIDER_MANAGER, provider_id=uuid4()), someone(Role.PUBLIC)):
        assert homes_seen_by(person, at=AT) == ()
        with pytest.raises(NotAllowed):
            home(alder, by=person, at=AT)


def test_the_list_is_narrowed_by_kind_specialism_free_places_and_name(provider):
    alder, birch, cedar = homes(
        an_entry("Alder", provider, capabilities=(able("SP-ASD"),)),
        an_entry("Birch", provider, kind="childrens_home", free=0),
        an_entry("Cedar", provider, free=None, capabilities=(able("SP-EAT", proved=False),)),
    )

    def found(**asked):
        return {line.id for line in homes_seen_by(OFFICER, at=AT, **asked)}

    assert found() == {alder, birch, cedar}
    assert found(kind="childrens_home") == {birch}
    assert found(specialism="SP-ASD") == {alder}
    assert found(specialism="SP-EAT") == {cedar}
    assert found(vacancy="open") == {alder}
    assert found(vacancy="old") == {cedar}
    assert found(words="ald") == {alder}


def test_providers_are_offered_to_those_who_keep_them(provider):
    assert providers_kept_by(OFFICER) == ((provider, "Invented Care"),)
    assert providers_kept_by(FAR_OFFICER) == ()
    assert providers_kept_by(someone(Role.PROVIDER_MANAGER, provider_id=provider)) == ((provider, "Invented Care"),)
    assert keeper_of(provider) == KENT
    assert keeper_of(uuid4()) == ""


def test_cards_carry_words_for_the_homes_that_are_shown(alder):
    card = home_cards([alder])[alder]
    assert (card.name, card.sector, card.provider) == ("Alder House", "private", "Invented Care")
    assert card.support["EMO"] == "weekly therapist"


def test_reading_the_register_asks_the_same_few_questions_however_many_homes(provider, django_assert_num_queries):
    homes(*(an_entry(f"Home {n}", provider, capabilities=(able("SP-ASD"),)) for n in range(3)))
    with django_assert_num_queries(9):
        homes_for_matching(at=AT)
    homes(*(an_entry(f"More {n}", provider, authority=DEVON) for n in range(60)))
    with django_assert_num_queries(9):
        found = homes_for_matching(at=AT)
    assert len(found) == 63
    assert found.with_support.shape == (len(DOMAIN_CODES), 63)


def test_renaming_and_reordering_rows_leaves_the_arrays_as_they_are(alder):
    before, row = facts_of(alder)
    Home.objects.filter(id=alder).update(name="Zebra House", kept_by=KENT)
    after, again = facts_of(alder)
    assert before.levels[:, row].tolist() == after.levels[:, again].tolist()


@pytest.mark.parametrize("area", ["W06000023", "S", "N"])
def test_a_home_outside_england_is_kept_with_its_area(area):
    """An English council may ask for a home in Wales or beyond: it has to be in the register to be looked at."""
    (far,) = homes(an_entry("Beyond", a_provider(), authority=area))
    assert home(far, at=AT, by=OFFICER).authority == area
    assert area in homes_for_matching(at=AT).authorities


@pytest.mark.parametrize("area", ["999", "W06999999", "", "England"])
def test_a_home_in_no_area_that_exists_is_refused_with_the_way_to_name_one(area):
    with pytest.raises(Refused, match="three-digit code of the council") as refusal:
        homes(an_entry("Nowhere", a_provider(), authority=area))
    assert refusal.value.code == "home_area_unknown"
    assert not Home.objects.filter(name="Nowhere").exists()
