"""What the walk over every address puts in place of each parameter: add a line here for a new parameter.

A factory receives the world of the walk and a council's code, and returns the value for something of that
council: the walk asks every role for its own council's and for another's. Where the same word means different
things in two rooms, use the key "name of the address.parameter".
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from django.utils.timezone import localdate

from carecommons.people.roles import Person, Role, Subject

OWN, OTHER = "800", "801"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NAMESPACE = UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2")

# Addresses that state no permission of ours, each with its reason.
SIGN_IN = "allauth's own view: it signs somebody in or out, or serves only the account that is signed in"
WITHOUT_PERMISSION: dict[str, str] = dict.fromkeys(
    (
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "mfa_login_webauthn",
    ),
    SIGN_IN,
) | {"api-root": "hidden by our own page at the same address (api_reference)"}


@dataclass
class World:
    """Two councils with the same things in each, made when an address first asks for them."""

    made: dict[tuple[str, str], Any] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def thing(self, kind: str, authority: str, make: Callable[[], Any]) -> Any:
        key = (kind, authority)
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def child(self, authority: str) -> UUID:
        from carecommons.children.actions import add_child

        number = next(self.numbers)
        by = Person(role=Role.SOCIAL_WORKER, id=officer_id(), name="Officer", authorities=frozenset({authority}))
        make = partial(
            add_child, reference=f"C-9A{number:03}", known_as="Invented child", birth_date=date(2014, 5, 1),
            sex="F", authority=authority, by=by, at=AT,
        )  # fmt: skip
        return self.thing("child", authority, make)


def officer_id() -> UUID:
    """An account that the world's own acts are done by."""
    from carecommons.people.models import Account

    account, _ = Account.objects.get_or_create(
        email="officer.of.the.walk@example.org", defaults={"name": "Officer of the walk", "made_at": AT}
    )
    return account.pk


def opaque(world: World, authority: str) -> UUID:
    """An id of nothing: for addresses that only their owner's own things answer to."""
    return uuid5(NAMESPACE, authority)


def sealed_entry(world: World, authority: str) -> int:
    """The number of a public entry, which tells no council from another."""
    from carecommons.register import actions

    def make() -> int:
        actions.record(kind="wish_recorded", public={}, sealed={}, by_id=None, by_role="social_worker", at=AT)
        actions.integrate(at=AT)
        return 1

    return world.thing("entry", "", make)


def council_with_report(world: World, authority: str) -> str:
    """The code of a council of which the report of an import is kept."""
    from carecommons.children.models import ReturnImport

    def make() -> str:
        report = {"years": [2026], "children": 0, "episodes": 0, "repairs": []}
        ReturnImport(
            authority=authority, number=1, imported_at=AT, imported_by_role=Role.PLANNER.value, report=report,
            changes=[], named=[], years_new=[2026], after={},
        ).save(force_insert=True)  # fmt: skip
        return authority

    return world.thing("return report", authority, make)


@dataclass(frozen=True)
class Sample:
    """`make` gives the value; `stands` says that something stands behind it, so its council may open it."""

    make: Callable[[World, str], Any]
    stands: bool = False


def decided(world: World, authority: str) -> UUID:
    """A decision in force for the council's child."""
    import walk_world
    from carecommons.decisions.actions import approve
    from carecommons.register.actions import integrate

    def make() -> UUID:
        found = walk_world.search_for(world.child(authority), authority, at=AT)
        world.made["search", authority] = found.id
        world.made["found", authority] = list(found.homes.values())
        by = walk_world.acting(Role.SOCIAL_WORKER, authority)
        _before_the_choice(world, authority, found, by)
        decision_id = walk_world.choose(found, by=by)
        approve(decision_id=decision_id, by=walk_world.acting(Role.TEAM_MANAGER, authority), at=found.at)
        integrate(at=found.at)
        return decision_id

    return world.thing("decision", authority, make)


def _before_the_choice(world: World, authority: str, found: Any, by: Person) -> None:
    """The child's order, a visit and a meeting, on the list of a search."""
    from carecommons.matching import actions
    from carecommons.matching.meeting import HomeSaid

    alder, child = found.homes["Alder"], world.child(authority)
    told: dict[str, Any] = {"by": by, "at": found.at}
    actions.rank_homes(child_id=child, given={alder: ("1", "")}, way="told", **told)
    world.made["visit", authority] = actions.arrange_visit(
        referral_id=found.id, home_id=alder, day=localdate(found.at), with_whom="Your nan", **told
    )
    actions.visit_happened(visit_id=world.made["visit", authority], day=localdate(found.at), **told)
    world.made["meeting", authority] = actions.hold_meeting(
        referral_id=found.id, held_on=localdate(found.at), took_part=["child", "social_worker"],
        homes=[HomeSaid(alder, "Looked at.", 1, "The bus.", {})], **told,
    )  # fmt: skip


def searched(world: World, authority: str) -> UUID:
    decided(world, authority)
    return world.made["search", authority]


def emergency_opened(world: World, authority: str) -> UUID:
    """An emergency of the council, with its list; its home is proposed and in force."""
    import walk_world
    from carecommons.decisions.actions import approve, propose_tonight
    from carecommons.matching.actions import make_shortlist, open_emergency
    from carecommons.matching.emergency import Said

    def make() -> UUID:
        lived_in(world, authority)  # nobody is moved tonight whose move to another home is still to come
        worker = walk_world.acting(Role.SOCIAL_WORKER, authority)
        at = AT + timedelta(hours=2)  # after what the child says in the samples of a round
        said = Said(cause="not_known", cannot_wait="Invented: nobody is at home.", not_asked_because="Asleep.")
        search_id = open_emergency(child_id=world.child(authority), said=said, by=worker, at=at)
        make_shortlist(referral_id=search_id, by=worker, at=at)
        home = world.made["found", authority][1]  # the first is the one where the child lives
        why = "Birch is near and can take the child tonight."
        decision_id = propose_tonight(search_id=search_id, home_id=home, why=why, by=worker, at=at)
        approve(decision_id=decision_id, by=walk_world.acting(Role.TEAM_MANAGER, authority), at=at)
        return search_id

    return world.thing("night", authority, make)


def home_found(world: World, authority: str) -> UUID:
    """A home that the council's search looked at."""
    decided(world, authority)
    return world.made["found", authority][0]


def home_kept(world: World, authority: str) -> UUID:
    """A home that the council keeps in its register, with a provider and a document to be read."""
    import walk_world
    from carecommons.children.needs import FLAGS
    from carecommons.constitution.actions import publish_founding
    from carecommons.provision import actions, queries

    def make() -> UUID:
        publish_founding(at=AT)
        home = walk_world.add_home(f"Home of {authority}", authority=authority, kept_by=authority)
        keeper = walk_world.acting(Role.PLACEMENT_OFFICER, authority)
        code = next(iter(FLAGS))
        world.made["evidence", authority] = actions.evidence_capability(
            home_id=home, code=code, kind="carer_training", document="Invented certificate", issued_on=date(2026, 1, 5),
            by=keeper, at=AT,
        )  # fmt: skip
        world.made["provider", authority] = queries.home(home, by=keeper, at=AT).provider_id
        world.made["homes", authority] = [home]
        return home

    return world.thing("home", authority, make)


def provider_kept(world: World, authority: str) -> UUID:
    home_kept(world, authority)
    return world.made["provider", authority]


def met(world: World, authority: str) -> UUID:
    """A matching meeting on the council's search."""
    decided(world, authority)
    return world.made["meeting", authority]


def visited(world: World, authority: str) -> UUID:
    """A visit of the council's child to a home of its list."""
    decided(world, authority)
    return world.made["visit", authority]


def detail_asked(world: World, authority: str) -> UUID:
    """The home that the council keeps, on the shortlist and under the terms."""
    from carecommons.matching.models import Detail, Shortlist

    def make() -> UUID:
        search, home = searched(world, authority), home_kept(world, authority)
        listed = Shortlist.objects.filter(referral_id=search).first()
        row = Detail(
            code=f"D-{authority}AA", referral_id=search, shortlist=listed, child_id=world.child(authority),
            home_id=home, provider_id=world.made["provider", authority], home_kept_by=authority, authority=authority,
            terms_version=1, state="accepted", told=[["History", ["Aged 10 to 12."]]], asked_at=AT,
            asked_by_role="placement_officer",
        )  # fmt: skip
        row.save(force_insert=True)
        return row.pk

    return world.thing("detail", authority, make)


def letter_sent(world: World, authority: str) -> UUID:
    """A letter to the home that the council keeps, which offered itself and was not chosen."""
    from carecommons.decisions.models import HomeLetter

    def make() -> UUID:
        decision, home = decided(world, authority), home_kept(world, authority)
        row = HomeLetter(
            decision_id=decision, home_id=home, provider_id=world.made["provider", authority], home_kept_by=authority,
            authority=authority, words="Another home keeps the bus to school.", told_at=AT,
        )  # fmt: skip
        row.save(force_insert=True)
        return row.pk

    return world.thing("letter", authority, make)


def invited(world: World, authority: str) -> UUID:
    """An invitation to the home that the council keeps, with a question; its search stands beside it."""
    import walk_world
    from carecommons.matching import actions, models

    def make() -> UUID:
        decided(world, authority)
        home = home_kept(world, authority)
        by = walk_world.acting(Role.SOCIAL_WORKER, authority)
        found = walk_world.listed(world.child(authority), {}, at=AT + timedelta(hours=1), by=by)
        world.made["round search", authority] = found.id
        actions.open_round(referral_id=found.id, by=by, at=found.at)
        row = models.Invitation.objects.get(round__referral_id=found.id, home_id=home)
        keeper = Person(role=Role.PROVIDER_MANAGER, id=officer_id(), provider_id=world.made["provider", authority])
        world.made["question", authority] = actions.ask_question(
            invitation_id=row.id, words="Is there a garden nearby?", by=keeper, at=found.at
        )
        return row.id

    return world.thing("invitation", authority, make)


def search_invited(world: World, authority: str) -> UUID:
    invited(world, authority)
    return world.made["round search", authority]


def question_asked(world: World, authority: str) -> UUID:
    invited(world, authority)
    return world.made["question", authority]


def evidence_kept(world: World, authority: str) -> UUID:
    home_kept(world, authority)
    return world.made["evidence", authority]


def document_kept(world: World, authority: str) -> UUID:
    """A piece of evidence whose document was sent."""
    from documents_made import a_pdf

    import walk_world
    from carecommons.provision import actions

    evidence = evidence_kept(world, authority)
    keeper = walk_world.acting(Role.PLACEMENT_OFFICER, authority)
    sent = partial(actions.attach_document, evidence_id=evidence, name="paper.pdf", data=a_pdf(), by=keeper, at=AT)
    world.thing("document", authority, lambda: sent() or True)
    return evidence


def decided_entry(world: World, authority: str) -> int:
    from carecommons.decisions.queries import decision

    number = decision(decided(world, authority)).entry_number
    assert number is not None
    return number


def disagreed(world: World, authority: str) -> UUID:
    """A child's no to the council's decision."""
    from carecommons.decisions.actions import disagree

    def make() -> UUID:
        decision_id = decided(world, authority)
        child = Person(role=Role.CHILD, id=officer_id(), children=frozenset({world.child(authority)}))
        return disagree(decision_id=decision_id, words="No.", by=child, at=AT)

    return world.thing("disagreement", authority, make)


def review_asked(world: World, authority: str) -> UUID:
    """A review of the council's decision, asked for by a practitioner who did not decide."""
    import walk_world
    from carecommons.decisions.actions import ask_review

    def make() -> UUID:
        decision_id = decided(world, authority)
        by = walk_world.acting(Role.VIRTUAL_SCHOOL_HEAD, authority, number=9)
        return ask_review(decision_id=decision_id, words="The school was not asked.", by=by, at=AT)

    return world.thing("review", authority, make)


def placed(world: World, authority: str) -> UUID:
    """The placement that the decision of the council's child has."""
    from carecommons.decisions.queries import placement_of

    found = placement_of(decided(world, authority))
    assert found is not None
    return found.id


def awaited(world: World, authority: str) -> UUID:
    """That placement, still to begin, for those of the home that was chosen without an offer of its own."""
    from carecommons.decisions.models import Placement
    from carecommons.provision.queries import provider_of

    placement = placed(world, authority)
    home = Placement.objects.values_list("home_id", flat=True).get(id=placement)
    world.made["homes", authority], world.made["provider", authority] = [home], provider_of(home)
    return placement


def visit_planned(world: World, authority: str) -> UUID:
    """A visit before the move of the council's child."""
    import walk_world
    from carecommons.decisions.actions import plan_visit

    def make() -> UUID:
        by = walk_world.acting(Role.SOCIAL_WORKER, authority)
        return plan_visit(
            placement_id=placed(world, authority), kind="meal", on_day=localdate(AT), who="Her aunt.", by=by, at=AT
        )  # fmt: skip

    return world.thing("introduction", authority, make)


def emergency_used(world: World, authority: str) -> UUID:
    """An emergency access to the council's child, by an officer of a third council."""
    from carecommons.people.actions import break_glass, give_post
    from carecommons.people.emergency import EmergencyTerms

    def make() -> UUID:
        officer = Person(role=Role.TEAM_MANAGER, id=officer_id(), name="Officer", authorities=frozenset({"802"}))
        post = give_post(account_id=officer_id(), role=Role.TEAM_MANAGER, authorities=["802"], at=AT, by=None)
        return break_glass(
            subject=Subject(authority=authority, child_id=world.child(authority)), post_id=post, category="missing",
            words="Invented: a child is missing since last night and was seen here today.", by=officer, at=AT,
            terms=EmergencyTerms(minutes=30, words_min=8, tries_max=5),
        )  # fmt: skip

    return world.thing("emergency", authority, make)


def lived_in(world: World, authority: str) -> UUID:
    """The placement of the council's child, who has come: those of its home reach it too."""
    from carecommons.decisions.models import Placement
    from carecommons.decisions.placement import Placed
    from carecommons.provision.models import Resident
    from carecommons.provision.queries import provider_of

    def make() -> UUID:
        placement = placed(world, authority)
        visit_planned(world, authority)  # while the move was still to come
        came = localdate(AT) - timedelta(days=30)
        Placement.objects.filter(id=placement).update(from_day=came, state=Placed.LIVING)
        Resident.objects.filter(resident=world.child(authority)).update(from_day=came, awaited=False)
        home = Placement.objects.values_list("home_id", flat=True).get(id=placement)
        world.made["homes", authority], world.made["provider", authority] = [home], provider_of(home)
        return placement

    return world.thing("lived in", authority, make)


OF_EMERGENCIES = (
    *(f"decisions:emergency{each}" for each in ("", "_choose", "_review", "_reasons", "_confirm")),
    *(f"decisions.api:{each}" for each in ("emergency", "choose_tonight", "full_reasons", "review", "confirm")),
)


def noticed(world: World, authority: str) -> UUID:
    """A notice of the council for the stay of its child, without a review."""
    import walk_world
    from carecommons.decisions.actions import give_notice

    def make() -> UUID:
        return give_notice(
            placement_id=lived_in(world, authority), reason="LAREQ", words="The home is too far from the new school.",
            tried="Buses and taxis for six weeks.", ends_on=(AT + timedelta(days=28)).date(),
            emergency="Somebody waits for the child at the bus stop.",
            by=walk_world.acting(Role.SOCIAL_WORKER, authority), at=AT,
        )  # fmt: skip

    return world.thing("notice", authority, make)


def ended(world: World, authority: str) -> UUID:
    """An end that came before any review, of a stay from before any choice."""
    return world.thing("end", authority, lambda: an_end(world.child(authority), authority, "Somebody was in danger."))


def an_end(child: UUID, authority: str, why: str) -> UUID:
    """An end without a review, of a stay from before any choice."""
    from carecommons.decisions.models import PlacementEnd
    from carecommons.register.actions import record

    entry = record(kind="placement_ended", public={}, sealed={}, by_id=None, by_role="team_manager", at=AT)
    made = PlacementEnd(
        child_id=child, authority=authority, to_day=localdate(AT), care_ends="X1", change="LAREQ", planned=False,
        led_by="council", words=why, emergency=why, recorded_at=AT, recorded_by=officer_id(),
        recorded_by_role="team_manager", entry_id=entry,
    )  # fmt: skip
    made.save(force_insert=True)
    return made.pk


def relative_assessed(world: World, authority: str) -> UUID:
    """A relative of the council's child who could care for them."""
    from carecommons.matching.actions import assess_relative

    invited(world, authority)  # its search answered that nobody of the family could, before somebody was found
    by = Person(role=Role.SOCIAL_WORKER, id=officer_id(), name="Officer", authorities=frozenset({authority}))
    make = partial(
        assess_relative, child_id=world.child(authority), relation="grandparent", outcome="viable",
        words="Visited twice; knows the child well indeed.", assessor="Social worker", training="Two days",
        experience="Six years", assessed_on=localdate(AT), by=by, at=AT,
    )  # fmt: skip
    return world.thing("relative", authority, make)


def approved_for_a_time(world: World, authority: str) -> UUID:
    """An approval for a time of that relative."""
    from carecommons.matching.actions import approve_for_a_time
    from carecommons.provision.actions import add_home
    from carecommons.provision.entry import HomeEntry

    def make() -> UUID:
        child = world.child(authority)
        officer, manager = (
            Person(role=role, id=account, name="Officer", authorities=frozenset({authority}))
            for role, account in ((Role.PLACEMENT_OFFICER, officer_id()), (Role.TEAM_MANAGER, UUID(int=7)))
        )  # whoever assessed her does not approve her
        entry = HomeEntry(
            kind="connected_person", name="Grandmother", kept_by=authority, authority=authority, places=1, free=1,
            named=frozenset({child}),
        )  # fmt: skip
        home = add_home(entry=entry, by=officer, at=AT)
        return approve_for_a_time(
            assessment_id=relative_assessed(world, authority), home_id=home, from_day=localdate(AT),
            because="There is nobody else tonight, and the child asks for her.", by=manager, at=AT,
        )  # fmt: skip

    return world.thing("approval", authority, make)


SAMPLES: dict[str, Sample] = {
    "assessment_id": Sample(relative_assessed, stands=True),
    "approval_id": Sample(approved_for_a_time, stands=True),
    "notice_id": Sample(noticed, stands=True),
    "end_id": Sample(ended, stands=True),
    "return_report.code": Sample(council_with_report, stands=True),
    "return_rows.code": Sample(council_with_report, stands=True),
    "emergency_id": Sample(emergency_used, stands=True),
    "help_page.name": Sample(lambda world, authority: "roles/social-worker"),
    # One's own only: ending somebody else's is tested in tests/people/test_emergencies.py.
    "end_emergency.emergency_id": Sample(opaque),
    "decision_id": Sample(decided, stands=True),
    "search_id": Sample(searched, stands=True),
    **dict.fromkeys((f"{address}.search_id" for address in OF_EMERGENCIES), Sample(emergency_opened, stands=True)),
    "home_id": Sample(home_kept, stands=True),
    "provider_id": Sample(provider_kept, stands=True),
    "evidence_id": Sample(evidence_kept, stands=True),
    "council": Sample(lambda world, authority: authority),
    "provision:file.evidence_id": Sample(document_kept, stands=True),
    "provision.api:open_document.evidence_id": Sample(document_kept, stands=True),
    "meeting_id": Sample(met, stands=True),
    **{
        f"{name}.visit_id": Sample(visited, stands=True)
        for name in ("matching:own_visit", "matching.api:think_of_visit", "matching.api:visit_kept")
    },
    "detail_id": Sample(detail_asked, stands=True),
    "letter_id": Sample(letter_sent, stands=True),
    "matching:before.home_id": Sample(home_found, stands=True),
    "invitation_id": Sample(invited, stands=True),
    "question_id": Sample(question_asked, stands=True),
    **{
        f"matching{kind}.search_id": Sample(search_invited, stands=True)
        for name in ("invite", "log", "answer", "close", "call_off", "write_down", "accept", "told")
        for kind in (f":{name}", f".api:{name}")
        if (name, kind) != ("told", ":told")  # read by programs alone
    },
    # Another council's and a missing one alike: tests/matching/test_saying_more.py.
    "matching:accept.version": Sample(lambda world, authority: 1),
    "matching:family.rung": Sample(lambda world, authority: "parents", stands=True),
    "matching:family_home.rung": Sample(lambda world, authority: "parents", stands=True),
    "matching:home.home_id": Sample(home_found, stands=True),
    # Entry numbers are public and one after another; who may open one is tested in tests/decisions.
    "decisions:opened.number": Sample(decided_entry),
    "decisions.api:opened.number": Sample(decided_entry),
    "child_id": Sample(lambda world, authority: world.child(authority), stands=True),
    "children:own_need.part": Sample(lambda world, authority: "EMO", stands=True),
    "children.api:say_own_view.part": Sample(lambda world, authority: "EMO", stands=True),
    "form": Sample(lambda world, authority: "say", stands=True),
    "matching:own_home.home_id": Sample(home_found, stands=True),
    "matching.api:say_of_home.home_id": Sample(home_found, stands=True),
    "disagreement_id": Sample(disagreed, stands=True),
    "placement_id": Sample(lived_in, stands=True),
    **dict.fromkeys((f"decisions{kind}:our_yes.placement_id" for kind in ("", ".api")), Sample(awaited, stands=True)),
    "review_id": Sample(review_asked, stands=True),
    # One's own only: who asked reads it, and who sits on the panel hears it (tests/decisions/test_review_pages.py).
    "decisions:review.review_id": Sample(opaque),
    "decisions:withdraw_review.review_id": Sample(opaque),
    "decisions:panel.review_id": Sample(opaque),
    "decisions:ask_for_home.decision_id": Sample(opaque),
    "decisions:ask_for_home.home_id": Sample(opaque),
    **{
        f"decisions.api:{name}.review_id": Sample(opaque)
        for name in ("one", "withdraw", "paper", "interest", "hearing", "finding", "voice")
    },
    "introduction_id": Sample(visit_planned, stands=True),
    "decisions:plan_item.item": Sample(lambda world, authority: "school", stands=True),
    "kind": Sample(lambda world, authority: "health_body", stands=True),
    "children:needs_part.part": Sample(lambda world, authority: "EMO", stands=True),
    # One's own only: other people's jobs are tested in tests/site/test_jobs.py.
    "job_id": Sample(opaque),
    "token_id": Sample(opaque),
    # One's own only, and a key that nobody holds: tests/site/test_notices.py.
    "calendar_id": Sample(opaque),
    "key": Sample(lambda world, authority: f"cc_{'x' * 43}"),
    "account_id": Sample(opaque),
    "register:entry.number": Sample(sealed_entry),
    "register:proof.number": Sample(sealed_entry),
    "register.api:entry.number": Sample(sealed_entry),
    "register.api:proof.number": Sample(sealed_entry),
    "constitution:version.number": Sample(lambda world, authority: 1),
    "constitution.api:one.version": Sample(lambda world, authority: 1),
}


def missing_value(value: Any) -> Any:
    """A value of the same form behind which nothing stands."""
    if isinstance(value, UUID):
        return uuid5(NAMESPACE, "missing")
    if isinstance(value, int):
        return 999_999
    return "X" * len(str(value))


def sample_for(address: str, parameter: str) -> Sample:
    found = SAMPLES.get(f"{address}.{parameter}") or SAMPLES.get(parameter)
    assert found is not None, (
        f"No sample for the parameter '{parameter}' of the address '{address}'. Add a line to SAMPLES in "
        f"tests/site/url_samples.py: '{parameter}' or '{address}.{parameter}', with a factory that makes such a "
        "thing for a council, so that every role can be tried on it."
    )
    return found
