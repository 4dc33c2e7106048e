"""Files from outside: what is taken, what is refused, and how what is taken is kept."""

import io
import os
import stat
import zipfile
from itertools import count

import pytest
from documents_made import a_jpeg, a_packed_pdf, a_pdf, a_png, pdf_of

from carecommons.common.errors import Refused
from carecommons.provision.documents import check_document, forget, keep, kept_names, read_kept


def zipped() -> bytes:
    """An archive that would unpack to a hundred thousand times its size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 10_000_000)
    return packed.getvalue()


def refusal(name: str, data: bytes, *, most: int = 10) -> str:
    with pytest.raises(Refused) as refused:
        check_document(name, data, megabytes_max=most)
    assert refused.value.status == 422
    assert len(str(refused.value)) > 40, "it says what, why and what next"
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("certificate.pdf", a_pdf(), "pdf"),
        ("Certificate of Training.PDF", a_pdf(), "pdf"),
        ("packed.pdf", a_packed_pdf(b"<< /Type /Font >>"), "pdf"),
        ("scan.png", a_png(), "png"),
        ("scan.jpg", a_jpeg(), "jpeg"),
        ("scan.jpeg", a_jpeg(), "jpeg"),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else value,
)
def test_true_documents_are_taken_and_known_by_their_content(name: str, data: bytes, kind: str) -> None:
    found = check_document(name, data, megabytes_max=10)
    assert (found.kind, found.name, found.size, len(found.sha256)) == (kind, name, len(data), 64)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.pdf", b"", "document_empty"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "document_kind"),
        ("page.pdf", b"<!doctype html><script>alert(1)</script>", "document_kind"),
        ("page.html", b"<html></html>", "document_kind"),
        ("bomb.pdf", zipped(), "document_kind"),
        ("bomb.zip", zipped(), "document_kind"),
        ("program.pdf", b"MZ\x90\x00" + b"\0" * 200, "document_kind"),
        ("wrong.pdf", b"%PDX-1.7\n" + a_pdf()[9:], "document_kind"),
        ("picture.pdf", a_png(), "document_misnamed"),
        ("page.html", a_pdf(), "document_misnamed"),
        ("certificate", a_pdf(), "document_misnamed"),
        ("cut.pdf", a_pdf()[:-30], "document_broken"),
        ("two.pdf", a_pdf() + b"<html>", "document_broken"),
        ("cut.png", a_png()[:-6], "document_broken"),
        ("two.png", a_png() + b"<script>", "document_broken"),
        ("sum.png", a_png().replace(b"IDAT", b"IDAU"), "document_broken"),
        ("two.jpg", a_jpeg() + zipped(), "document_broken"),
        ("cut.jpg", a_jpeg()[:-2], "document_broken"),
        ("huge.png", a_png(100_000, 100_000), "document_pixels"),
        ("none.png", a_png(0, 5), "document_pixels"),
        ("huge.jpg", a_jpeg(65_000, 65_000), "document_pixels"),
        ("acts.pdf", a_pdf(inside=b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), "document_acts"),
        ("hides.pdf", a_pdf(inside=b"/Names << /J#61vaScript 4 0 R >>"), "document_acts"),
        ("holds.pdf", a_pdf(inside=b"/Names << /EmbeddedFiles 4 0 R >>"), "document_acts"),
        ("packed.pdf", a_packed_pdf(b"<< /S /Launch /F (cmd.exe) >>"), "document_acts"),
        ("locked.pdf", a_pdf(inside=b"/Encrypt 4 0 R"), "document_locked"),
        ("grows.pdf", a_packed_pdf(b" " * 30_000_000), "document_broken"),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else value,  # a zip holds the hour at which it was made
)
def test_hostile_files_are_refused_each_with_its_reason(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data) == code


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "a/b.pdf", "c:\\x.pdf", ".hidden.pdf", "a\nb.pdf", "a\0.pdf", "", "x" * 130 + ".pdf"],
)
def test_a_name_with_a_path_or_signs_in_it_is_refused(name: str) -> None:
    assert refusal(name, a_pdf()) == "document_name"


def test_a_file_above_the_limit_is_refused_and_one_at_it_is_not() -> None:
    at_most = a_pdf(inside=b" " * (1024 * 1024 - len(a_pdf()) - 20))
    assert len(at_most) <= 1024 * 1024
    assert check_document("a.pdf", at_most, megabytes_max=1).size == len(at_most)
    assert refusal("a.pdf", at_most + b"\n" * 200, most=1) == "document_too_big"


def test_a_stream_that_happens_to_spell_an_act_is_no_act() -> None:
    stream = b"<< /Length 12 >>\nstream\n\x01/JS \x02/Launch\nendstream"
    assert check_document("a.pdf", pdf_of([b"<< /Type /Catalog >>", stream]), megabytes_max=1).kind == "pdf"


def draws():
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def test_what_is_kept_is_for_its_owner_alone_and_comes_back_unchanged(tmp_path) -> None:
    folder = tmp_path / "files"
    found = check_document("a.pdf", a_pdf(), megabytes_max=1)
    name = keep(folder, a_pdf(), draw=draws())
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(name) == 32
    assert read_kept(folder, name, sha256=found.sha256) == a_pdf()
    assert kept_names(folder) == {name}
    assert not list(folder.glob(".*")), "no part is left"
    forget(folder, name)
    assert kept_names(folder) == frozenset()


def test_a_changed_or_lost_file_is_never_shown(tmp_path) -> None:
    name = keep(tmp_path, a_pdf(), draw=draws())
    sha256 = check_document("a.pdf", a_pdf(), megabytes_max=1).sha256
    (tmp_path / name).write_bytes(a_pdf(inside=b"/Changed true"))
    with pytest.raises(Refused) as changed:
        read_kept(tmp_path, name, sha256=sha256)
    assert changed.value.code == "document_changed"
    os.unlink(tmp_path / name)
    with pytest.raises(Refused) as lost:
        read_kept(tmp_path, name, sha256=sha256)
    assert lost.value.code == "document_missing"


def test_a_name_that_is_not_ours_is_never_opened(tmp_path) -> None:
    with pytest.raises(AssertionError):
        read_kept(tmp_path, "../secret-key", sha256="")


def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("carecommons.provision.documents.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path, a_pdf(), draw=draws())
    assert list(tmp_path.iterdir()) == []
