"""Files from outside: what they really are, how much of them we take, and who reads them.

Every file is hostile until read. Its type is told by its content, never by its name; archives are opened
within stated limits; and whatever parses a file does so in a child process that may not write, grow or
linger (`run_limited`). Source: OWASP ASVS 5.0 V5 (file handling). Units: bytes, seconds.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .alphabets import looks_utf16, to_utf8
from .errors import Fault, Faulty

__all__ = [
    "KIND_WORDS",
    "MEGABYTE",
    "OPERATOR",
    "Item",
    "Limits",
    "gather",
    "gather_uploads",
    "kind_of",
    "run_limited",
    "to_utf8",
]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the outside world is taken in at once.

    ratio: inflated size over packed size of one member, asked of members above one megabyte.
    cell_chars: the most that a spreadsheet itself can hold in one cell.
    """

    file_bytes: int
    inflated_bytes: int
    members: int
    seconds: int
    memory_bytes: int
    ratio: int = 100
    rows: int = 5_000_000
    columns: int = 500
    cell_chars: int = 32_767
    depth: int = 12


# From an operator's own disk: a whole region's return is larger than any upload. What an upload may hold is policy:
# constitution/limits.py.
OPERATOR = Limits(
    file_bytes=2_000 * MEGABYTE,
    inflated_bytes=4_000 * MEGABYTE,
    members=1_000,
    seconds=600,
    memory_bytes=8_000 * MEGABYTE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One file as found. `name` is its path from the folder given (or its own folder), with forward slashes.

    kind: text, xml, html, office (a spreadsheet or other office file), zip, image, pdf, archive, database,
    program, binary, empty, link (not followed) or special (a pipe or device, never opened).
    named: the person named this very file, rather than a folder or archive around it.
    """

    name: str
    kind: str
    size: int
    named: bool = False
    path: Path | None = None
    member: str | None = None
    raw: bytes | None = None

    @property
    def data(self) -> bytes:
        """The content, read afresh on each asking, so that a large folder is never held at once."""
        if self.raw is not None and self.member is None:
            return self.raw
        if self.member is None:
            return _read_file(self.path, self.size) if self.path else b""
        source = io.BytesIO(self.raw) if self.raw is not None else self.path
        with zipfile.ZipFile(source) as archive:  # type: ignore[arg-type]
            return _inflate(archive, archive.getinfo(self.member), self.size)

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.name).parent)


def gather(paths: Sequence[Path], limits: Limits) -> list[Item]:
    """Every file at or below `paths`, in the order of their names; archives are opened one level deep.

    Raises Faulty: no_such_file, file_too_big, too_many_files, too_much, zip_bomb, zip_path, zip_link,
    zip_locked, zip_nested, zip_twice, zip_broken.
    """
    items: list[Item] = []
    for path in paths:
        if not path.exists():
            raise _whole(path.name, "no_such_file", "There is no such file or folder. Check the path.")
        top = path.resolve()
        if path.is_dir():
            for found in _walk(path, path, limits.depth):
                name = f"{top.name}/{found.relative_to(path).as_posix()}"
                items += _open(found, name, named=False, limits=limits)
                _check_number(len(items), limits)
        else:
            items += _open(path, f"{path.absolute().parent.name}/{path.name}", named=True, limits=limits)
        _check_number(len(items), limits)
    return list({(item.path.resolve() if item.path else item.name, item.member): item for item in items}.values())


def gather_uploads(files: Sequence[tuple[str, bytes]], limits: Limits) -> list[Item]:
    """The same for files that came over the web, held in memory."""
    items: list[Item] = []
    for given, content in files:
        name = PurePosixPath(given.replace("\\", "/")).name or "file"
        _check_size(name, len(content), limits)
        if kind_of(content) == "zip":
            items += _members(name, content, None, limits, named=True)
        else:
            items.append(Item(name, kind_of(content), len(content), named=True, raw=content))
        _check_number(len(items), limits)
    return items


def _walk(folder: Path, top: Path, depth: int) -> Iterator[Path]:
    if depth == 0:
        raise _whole(folder.name, "too_deep", "The folders lie too deep inside each other. Give the folder nearer.")
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.startswith(".") or path.name == "__MACOSX":
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, top, depth - 1)
        else:
            yield path


def _open(path: Path, name: str, *, named: bool, limits: Limits) -> list[Item]:
    # A link that the person named themselves is followed; one that merely lies in a folder is not.
    facts = path.stat() if named else path.lstat()
    if stat.S_ISLNK(facts.st_mode):
        return [Item(name, "link", 0)]
    if not stat.S_ISREG(facts.st_mode):
        return [Item(name, "special", 0, named=named)]
    _check_size(name, facts.st_size, limits)
    with path.open("rb") as opened:
        head = opened.read(4096)
    kind = kind_of(head)
    if kind == "zip":
        return _members(name, None, path, limits, named=named)
    return [Item(name, kind, facts.st_size, named=named, path=path)]


def _members(name: str, content: bytes | None, path: Path | None, limits: Limits, *, named: bool) -> list[Item]:
    """The files of one archive, after every test that can be made without believing it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content) if content is not None else path) as archive:  # type: ignore[arg-type]
            infos = archive.infolist()
            if any(i.filename in ("[Content_Types].xml", "mimetype") for i in infos):
                size = len(content) if content is not None else (path.stat().st_size if path else 0)
                return [Item(name, "office", size, named=named, path=path, raw=content)]
            _check_number(len(infos), limits)
            _check_members(name, infos, limits)
            items = []
            for info in sorted(infos, key=lambda i: i.filename):
                if info.is_dir() or _is_clutter(info.filename):
                    continue
                with archive.open(info) as opened:
                    kind = kind_of(opened.read(4096)) if info.file_size else "empty"
                if kind == "zip":
                    raise _whole(name, "zip_nested", "It holds another archive. Unpack that one, then try again.")
                label = f"{name}/{info.filename}"
                items.append(Item(label, kind, info.file_size, path=path, member=info.filename, raw=content))
            return items
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise _whole(name, "zip_broken", "The archive cannot be opened. Make it again, then try again.") from error


def _check_members(name: str, infos: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    seen: set[str] = set()
    total = 0
    for info in infos:
        inner = info.filename
        parts = PurePosixPath(inner).parts
        if inner.startswith("/") or ".." in parts or "\\" in inner or ":" in inner or "\0" in info.orig_filename:
            raise _whole(name, "zip_path", "A file inside points outside the archive. Make the archive again.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _whole(name, "zip_link", "It holds a link instead of a file. Put the file itself in.")
        if info.flag_bits & 0x1:
            raise _whole(name, "zip_locked", "It is locked with a password. Send it unlocked over a safe line.")
        if inner in seen:
            raise _whole(name, "zip_twice", "Two files inside have the same name. Keep the right one.")
        seen.add(inner)
        total += info.file_size
        packed = max(info.compress_size, 1)
        if total > limits.inflated_bytes or (info.file_size > MEGABYTE and info.file_size > limits.ratio * packed):
            raise _whole(
                name,
                "zip_bomb",
                f"Unpacked it would be far larger than an honest archive (over {limits.ratio} times, or over "
                f"{limits.inflated_bytes // MEGABYTE} MB in all). Send the files themselves.",
            )


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, declared: int) -> bytes:
    """One member, never more than it declared: an archive that lies is caught while it inflates."""
    try:
        with archive.open(info) as opened:
            content = opened.read(declared + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _whole(
            info.filename, "zip_broken", "The archive cannot be opened. Make it again, then try again."
        ) from error
    if len(content) != declared:
        raise _whole(info.filename, "zip_bomb", "It unpacks to another size than it declares. Send the file itself.")
    return content


def _read_file(path: Path, size: int) -> bytes:
    with path.open("rb") as opened:
        content = opened.read(size + 1)
    if len(content) > size:
        raise _whole(path.name, "file_changed", "The file grew while it was being read. Try again when it is still.")
    return content


def _is_clutter(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _check_size(name: str, size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise _whole(
            name,
            "file_too_big",
            f"It is larger than {limits.file_bytes // MEGABYTE} MB. Send it in parts, one year at a time.",
        )


def _check_number(number: int, limits: Limits) -> None:
    if number > limits.members:
        raise Faulty(
            "too_many_files",
            f"There are more than {limits.members:,} files. Give only the folder that holds the return.",
        )


def _whole(name: str, code: str, why: str) -> Faulty:
    """A refusal of one whole file, named."""
    return Faulty(code, f"{name}: {why}", [Fault(name, 0, "", code, why)])


# ------------------------------------------------------------------------------------- what a file is
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM\x00", "image"),
    (b"II*\x00", "image"),
    (b"RIFF", "image"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "database"),
    (b"ARROW1", "database"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"#!", "program"),
)

KIND_WORDS = {
    "office": "a spreadsheet or office file",
    "zip": "an archive",
    "image": "a picture",
    "pdf": "a PDF",
    "archive": "a packed archive",
    "database": "a database file",
    "program": "a program",
    "html": "a web page",
    "binary": "not text",
    "empty": "empty",
    "link": "a link, which is not followed",
    "special": "a pipe or device, not a file",
    "text": "text",
    "xml": "XML",
}


def kind_of(head: bytes) -> str:
    """What the content is, told from its first bytes."""
    if not head:
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    elif b"\0" in head[:1024] and looks_utf16(head):
        text = head[: len(head) // 2 * 2].decode("utf-16-le" if head[1:2] == b"\0" else "utf-16-be", errors="replace")
    else:
        # A stray NUL in a line of text is a fault of that row; many of them are no text at all.
        if head.count(b"\0") > len(head) // 50 + 3:
            return "binary"
        text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return "html"
    return "xml" if start.startswith("<") else "text"


# ------------------------------------------------------------------------------------- the child process
def run_limited(  # type: ignore[no-untyped-def]
    function, /, *args, seconds: int, memory_bytes: int, watch: Callable[[], None] | None = None
):
    """`function(*args)` done in a child process that may not outgrow, outstay or write.

    The function must be importable by its name. A Refused raised in the child is raised here. Running past
    a limit, or dying, raises Faulty: parse_limit, parse_failed. Nothing is left behind either way.
    watch: called again and again while the child works; what it raises ends the child and is raised here.
    """
    from . import limited

    return limited.run(function, args, seconds=seconds, memory_bytes=memory_bytes, watch=watch)
