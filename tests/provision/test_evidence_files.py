"""A document sent, opened, read outside the home, and running out: on the pages, in the API and on the command line."""

import json
import stat
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from documents_made import a_pdf, a_png

from carecommons.cli.main import run
from carecommons.common.errors import NotAllowed, NotFound, NotNow, Refused
from carecommons.constitution import parameters as constitution
from carecommons.people.roles import Role
from carecommons.provision import actions, queries
from carecommons.provision.models import DocumentOpened, EvidenceFile, EvidenceItem
from matching.searches_made import DEVON, KENT, REAL_TODAY, a_provider, able, an_entry, homes

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def provider(founding):
    return a_provider()


@pytest.fixture
def alder(provider):
    return homes(an_entry("Alder House", provider, capabilities=(able("SP-ASD", proved=False),)), at=NOW)[0]


@pytest.fixture
def manager(person, provider):
    return person(Role.PROVIDER_MANAGER, provider_id=provider)


@pytest.fixture
def officer(person):
    return person(Role.PLACEMENT_OFFICER, authority=KENT)


def attached(alder, by, **changes):
    facts = {
        "home_id": alder, "code": "SP-ASD", "kind": "carer_training", "document": "Certificate (invented)",
        "issued_on": REAL_TODAY - timedelta(days=30), "expires_on": REAL_TODAY + timedelta(days=300), "by": by,
        "at": NOW, "file": ("certificate.pdf", a_pdf()),
    }  # fmt: skip
    return actions.evidence_capability(**{**facts, **changes})


def test_a_document_is_kept_outside_the_web_with_its_hash(alder, manager, tmp_path) -> None:
    evidence = attached(alder, manager)
    row = EvidenceFile.objects.get(evidence_id=evidence)
    path = tmp_path / "files" / row.kept_as
    assert path.read_bytes() == a_pdf()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (row.name, row.kind, row.size) == ("certificate.pdf", "pdf", len(a_pdf()))
    assert "certificate" not in row.kept_as


def test_a_providers_document_counts_only_once_an_officer_has_opened_and_read_it(alder, manager, officer) -> None:
    evidence = attached(alder, manager)
    assert EvidenceItem.objects.get(id=evidence).checked_on is None
    with pytest.raises(NotNow) as unread:
        actions.check_evidence_read(evidence_id=evidence, on=REAL_TODAY, by=officer, at=NOW)
    assert unread.value.code == "document_not_opened"
    found, data = actions.open_document(evidence_id=evidence, by=officer, at=NOW)
    assert (found.kind, data) == ("pdf", a_pdf())
    assert DocumentOpened.objects.get().role == Role.PLACEMENT_OFFICER
    actions.check_evidence_read(evidence_id=evidence, on=REAL_TODAY, by=officer, at=NOW)
    assert EvidenceItem.objects.get(id=evidence).checked_on == REAL_TODAY


def test_somebody_elses_opening_is_not_ones_own(alder, manager, officer, person) -> None:
    evidence = attached(alder, manager)
    actions.open_document(evidence_id=evidence, by=person(Role.INSPECTOR), at=NOW)
    with pytest.raises(NotNow):
        actions.check_evidence_read(evidence_id=evidence, on=REAL_TODAY, by=officer, at=NOW)


def test_nobody_checks_their_own_evidence_and_strangers_find_nothing(alder, manager, person) -> None:
    evidence = attached(alder, manager)
    actions.open_document(evidence_id=evidence, by=manager, at=NOW)
    with pytest.raises(NotAllowed):
        actions.check_evidence_read(evidence_id=evidence, on=REAL_TODAY, by=manager, at=NOW)
    others = (
        person(Role.PLACEMENT_OFFICER, authority=DEVON), person(Role.PROVIDER_MANAGER, provider_id=uuid4()),
        person(Role.CHILD), person(Role.PLANNER, authority=KENT), person(Role.FOSTER_CARER),
    )  # fmt: skip
    for other in others:
        with pytest.raises(NotAllowed):
            actions.open_document(evidence_id=evidence, by=other, at=NOW)
        with pytest.raises(NotAllowed):
            actions.attach_document(evidence_id=evidence, name="a.pdf", data=a_pdf(), by=other, at=NOW)
    assert DocumentOpened.objects.count() == 1
    with pytest.raises(NotFound):
        actions.open_document(evidence_id=uuid4(), by=manager, at=NOW)


def test_what_was_read_on_paper_must_be_read_again_and_nothing_is_overwritten(alder, manager, officer) -> None:
    evidence = attached(alder, officer, file=None)
    assert EvidenceItem.objects.get(id=evidence).checked_on == REAL_TODAY
    with pytest.raises(NotFound):
        actions.open_document(evidence_id=evidence, by=officer, at=NOW)
    actions.attach_document(evidence_id=evidence, name="scan.png", data=a_png(), by=manager, at=NOW)
    assert EvidenceItem.objects.get(id=evidence).checked_on is None
    with pytest.raises(NotNow) as there:
        actions.attach_document(evidence_id=evidence, name="other.png", data=a_png(), by=manager, at=NOW)
    assert there.value.code == "document_there"


def test_a_refused_file_leaves_neither_evidence_nor_a_file(alder, manager, tmp_path) -> None:
    with pytest.raises(Refused):
        attached(alder, manager, file=("page.pdf", b"<html></html>"))
    assert not EvidenceItem.objects.exists()
    assert not list(tmp_path.glob("files/*"))


def test_a_home_cannot_fill_the_disk(alder, manager, monkeypatch, tmp_path) -> None:
    plain = constitution.whole
    monkeypatch.setattr(
        "carecommons.provision.actions.able.whole",
        lambda name, on: 1 if name == "evidence_home_megabytes_max" else plain(name, on),
    )
    large = a_pdf(inside=b" " * 700_000)
    attached(alder, manager, file=("a.pdf", large))
    with pytest.raises(NotNow) as full:
        attached(alder, manager, file=("b.pdf", a_pdf(inside=b" " * 700_001)))
    assert full.value.code == "documents_full"
    assert len(list(tmp_path.glob("files/*"))) == 1


def test_what_runs_out_and_what_nobody_read_is_told_in_order(alder, manager, officer) -> None:
    soon = attached(alder, officer, kind="outcomes", expires_on=REAL_TODAY + timedelta(days=30), file=None)
    late = attached(alder, officer, kind="clinical_input", expires_on=REAL_TODAY - timedelta(days=2), file=None)
    unread = attached(alder, manager)
    attached(alder, officer, kind="inspection", expires_on=REAL_TODAY + timedelta(days=31), file=None)
    for who in (manager, officer):
        due = queries.evidence_due(who, at=NOW)
        assert [(each.id, each.state, each.days) for each in due] == [
            (late, "ran_out", -2), (soon, "runs_out", 30), (unread, "not_read", 300),
        ]  # fmt: skip
    attached(alder, officer, kind="clinical_input", file=None)
    assert late not in [each.id for each in queries.evidence_due(officer, at=NOW)], "newer evidence replaced it"


def test_reminders_are_for_those_who_keep_the_home(alder, manager, person) -> None:
    attached(alder, manager)
    for who in (person(Role.PLACEMENT_OFFICER, authority=DEVON), person(Role.INSPECTOR), person(Role.FOSTER_CARER)):
        assert queries.evidence_due(who, at=NOW) == ()


def test_a_provider_sends_a_document_and_an_officer_reads_it_on_the_pages(alder, manager, officer, client_for) -> None:
    theirs, ours = client_for(manager), client_for(officer)
    day = REAL_TODAY - timedelta(days=5)
    sent = theirs.post(
        f"/homes/{alder}/able/",
        {
            "code": "SP-ASD", "kind": "carer_training", "document": "Certificate (invented)", "issued_on_day": day.day,
            "issued_on_month": day.month, "issued_on_year": day.year,
            "file": SimpleUploadedFile("../../evil/certificate.pdf", a_pdf(), content_type="text/html"),
        },
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    evidence = EvidenceItem.objects.get()
    assert evidence.file.name == "certificate.pdf"
    address = f"/homes/{alder}/evidence/{evidence.id}/"
    assert "Nobody outside the home has read it" in theirs.get("/homes/evidence/").content.decode()
    assert "1 document waits to be read" in ours.get("/me/day/").content.decode()
    assert "Open it first" in ours.get(address).content.decode()
    assert ours.post(f"/homes/{alder}/read/{evidence.id}/").status_code == 409
    assert ours.head(f"{address}file/").status_code == 200
    assert not DocumentOpened.objects.exists()
    got = ours.get(f"{address}file/")
    assert got.content == a_pdf()
    assert got["Content-Disposition"].startswith("attachment; filename=")
    assert "certificate" not in got["Content-Disposition"]
    assert got["Content-Type"] == "application/pdf"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert got["Cache-Control"] == "no-store"
    assert "I have read it" in ours.get(address).content.decode()
    assert ours.post(f"/homes/{alder}/read/{evidence.id}/").status_code == 302
    assert "read outside the home" in ours.get(f"/homes/{alder}/").content.decode()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>", "a web page"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is not taken"),
        ("empty.pdf", b"", "The file is empty"),
        ("large.pdf", a_pdf(inside=b" " * 10_600_000), "larger than 10 MB"),
    ],
)
def test_a_hostile_file_is_refused_at_the_field_and_nothing_is_kept(
    alder, officer, client_for, tmp_path, name, data, words
) -> None:
    evidence = attached(alder, officer, file=None)
    answer = client_for(officer).post(
        f"/homes/{alder}/evidence/{evidence}/send/", {"file": SimpleUploadedFile(name, data)}
    )  # fmt: skip
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not list(tmp_path.glob("files/*"))


def test_a_changed_file_is_refused_and_found_by_the_operator(
    alder, manager, officer, client_for, tmp_path, capsys
) -> None:
    evidence = attached(alder, manager)
    path = tmp_path / "files" / EvidenceFile.objects.get().kept_as
    path.write_bytes(a_pdf(inside=b"/Forged true"))
    (tmp_path / "files" / ("0" * 32)).write_bytes(b"left over")
    assert client_for(officer).get(f"/homes/{alder}/evidence/{evidence}/file/").status_code == 422
    assert not DocumentOpened.objects.exists()
    assert run(["homes", "files", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told == {"kept": 1, "missing": [], "changed": [str(evidence)], "unknown": ["0" * 32]}
    path.unlink()
    assert run(["homes", "files"]) == 3
    assert "1 missing" in capsys.readouterr().out


def test_programs_send_open_and_read(alder, manager, officer, client, token_for, client_for) -> None:
    evidence = attached(alder, manager, file=None)
    address = f"/api/v1/provision/homes/{alder}/evidence/{evidence}"
    theirs, ours = ({"Authorization": f"Bearer {token_for(who)}"} for who in (manager, officer))
    bad = client.post(f"{address}/file", {"file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00")}, headers=theirs)
    assert (bad.status_code, bad.json()["code"]) == (422, "document_kind")
    good = client.post(f"{address}/file", {"file": SimpleUploadedFile("a.pdf", a_pdf())}, headers=theirs)
    assert good.status_code == 200, good.content
    early = client.post(f"{address}/read", headers=ours)
    assert (early.status_code, early.json()["code"]) == (409, "document_not_opened")
    got = client.get(f"{address}/file", headers=ours)
    assert got.content == a_pdf()
    assert got["Content-Disposition"].startswith("attachment")
    due = client.get("/api/v1/provision/evidence", headers=ours).json()["items"]
    assert [(each["id"], each["state"]) for each in due] == [(str(evidence), "not_read")]
    assert client.post(f"{address}/read", headers=ours).status_code == 200
    assert client.get("/api/v1/provision/evidence", headers=ours).json()["items"] == []
    wrong_home = f"/api/v1/provision/homes/{uuid4()}/evidence/{evidence}/file"
    assert client.get(wrong_home, headers=ours).status_code == 404


def test_the_command_line_sends_opens_and_reads(alder, manager, officer, token_for, tmp_path, capsys) -> None:
    evidence = attached(alder, manager, file=None)
    theirs, ours = token_for(manager), token_for(officer)
    paper, saved = tmp_path / "paper.pdf", tmp_path / "saved.pdf"
    paper.write_bytes(a_pdf())
    assert run(["homes", "attach", str(evidence), str(tmp_path / "none.pdf"), "--token", theirs]) == 3
    assert run(["homes", "attach", str(evidence), str(paper), "--token", theirs]) == 0
    assert run(["homes", "read", str(evidence), "--token", ours]) == 3
    assert run(["homes", "open", str(evidence), str(saved), "--token", ours]) == 0
    assert saved.read_bytes() == a_pdf()
    assert run(["homes", "open", str(evidence), str(saved), "--token", ours]) == 3, "nothing is overwritten"
    assert run(["homes", "read", str(evidence), "--token", ours, "--json"]) == 0
    capsys.readouterr()
    assert run(["homes", "evidence", "--token", ours, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"evidence": []}
