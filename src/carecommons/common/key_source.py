"""Where the keys of sealed fields are kept: outside the database, in a file of their own or in the environment.

CARECOMMONS_FIELD_KEY_FILE names the file; CARECOMMONS_FIELD_KEYS holds the text itself, which only reads. Without
either a local house makes a file in its own folder, where its owner alone reads it (mode 0600).
"""

import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .sealing import KeyRing, KeysFaulty, new_ring, read_ring

__all__ = ["FILE", "KeySource", "problem"]

FILE = "field-keys"
LOOK_EVERY_SECONDS = 1.0
HEADER = "# Keys of sealed fields. Whoever loses this file loses what it opens: docs/manual/keys.md.\n"


@dataclass
class KeySource:
    """The keys as they are now. A file is looked at again when it changed: a rotation needs no restart."""

    text: str = ""
    file: Path | None = None
    _ring: KeyRing | None = field(default=None, repr=False)
    _stamp: tuple[int, int, int] = (0, 0, 0)
    _looked: float = 0.0

    @classmethod
    def of(cls, env: Mapping[str, str], home: Path) -> "KeySource":
        """The source that the environment names; a file in `home`, made where there is none, otherwise."""
        text, named = env.get("CARECOMMONS_FIELD_KEYS", "").strip(), env.get("CARECOMMONS_FIELD_KEY_FILE", "").strip()
        if text:
            return cls(text=text)
        source = cls(file=Path(named) if named else home / FILE)
        if not named:
            source.make()
        return source

    @property
    def where(self) -> str:
        return str(self.file) if self.file else "CARECOMMONS_FIELD_KEYS"

    def ring(self, *, afresh: bool = False) -> KeyRing:
        """The keys. afresh: look at the file now (a value names a key that is not known here yet)."""
        now = time.monotonic()
        if self._ring is None or (self.file and (afresh or now - self._looked > LOOK_EVERY_SECONDS)):
            self._looked = now
            self._read()
        assert self._ring is not None, "reading sets the ring or raises"
        return self._ring

    def make(self) -> None:
        """A file with fresh keys, unless there is one."""
        assert self.file is not None, "keys of the environment are made by whoever sets it"
        self.file.parent.mkdir(parents=True, exist_ok=True)
        if not self.file.exists():
            _write(self.file, new_ring(), replace=False)

    def keep(self, ring: KeyRing) -> None:
        """Put this ring in the place of the one in the file: whole or not at all."""
        assert self.file is not None, "the command refuses to write keys of the environment"
        _write(self.file, ring, replace=True)
        self._ring = None

    def _read(self) -> None:
        if self.file is None:
            self._ring = read_ring(self.text)
            return
        try:
            seen = self.file.stat()
            stamp = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
            if self._ring is None or stamp != self._stamp:
                self._ring, self._stamp = read_ring(self.file.read_text()), stamp
        except OSError as error:
            raise KeysFaulty(f"The keys of sealed fields cannot be read at {self.file} ({error.strerror}).") from None


def problem(env: Mapping[str, str]) -> str:
    """What production must put right about its keys; empty when they may be used."""
    how = "Make them with: carecommons keys make > FILE; chmod 600 FILE"
    text, named = env.get("CARECOMMONS_FIELD_KEYS", "").strip(), env.get("CARECOMMONS_FIELD_KEY_FILE", "").strip()
    if bool(text) == bool(named):
        few = (
            "both set: say one" if text else "not set, so children's names would be sealed with keys that nobody keeps"
        )
        return f"CARECOMMONS_FIELD_KEY_FILE and CARECOMMONS_FIELD_KEYS are {few}. {how}"
    try:
        if named and stat.S_IMODE(Path(named).stat().st_mode) & 0o077:
            return f"The key file {named} can be read by others than its owner. Set it right with: chmod 600 {named}"
        ring = read_ring(text or Path(named).read_text())
    except OSError as error:
        return f"The key file {named} cannot be read ({error.strerror}). {how}"
    except KeysFaulty as fault:
        return f"The keys of sealed fields are not usable. {fault} {how}"
    secret = env.get("CARECOMMONS_SECRET_KEY", "")
    if any(key in (secret.encode(), secret.encode()[:32]) for key in (*ring.keys.values(), ring.index)) or (
        secret and secret in ring.as_text()
    ):
        return f"A key of sealed fields is made of CARECOMMONS_SECRET_KEY: each needs a secret of its own. {how}"
    return ""


def _write(file: Path, ring: KeyRing, *, replace: bool) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(HEADER + ring.as_text() + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    if replace:
        part.replace(file)
        return
    try:
        os.link(part, file)  # two starts at once: the first one's keys stand, and nobody reads half a file
    except FileExistsError:
        pass
    finally:
        part.unlink()
