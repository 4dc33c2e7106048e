"""A job's own folder under CARECOMMONS_HOME: its files, how far it is, and the sign to stop.

files: sealed with a key of the job's own, which lies sealed in its row, so that without the row they are noise.
Folder 0700, files 0600. All of it is removed when the job ends.
lock: held by the worker for as long as it lives. The kernel lets go when a process dies, so a dead worker is known at
once and without any clock. Web and workers share this folder: one machine, or one shared file system with locks.
"""

import base64
import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from carecommons.common.errors import Refused
from carecommons.common.steps import Stopped

__all__ = ["Folder", "Progress"]

NONCE_BYTES = 12
LOCK, PROGRESS, STOP = "lock", "progress.json", "stop"


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done. done of total: how far this part is; total 0 when that is not known."""

    words: str
    done: int = 0
    total: int = 0


class Folder:
    """The folder of one job."""

    def __init__(self, home: Path, job_id: UUID) -> None:
        self.id = job_id
        self.path = home / "jobs" / str(job_id)
        self._said: Progress | None = None

    # ------------------------------------------------------------------------------------- files
    def keep(self, files: Sequence[bytes]) -> str:
        """Seal these files here; the key that opens them, for the job's row."""
        key = AESGCM.generate_key(256)
        cipher = AESGCM(key)
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.mkdir(mode=0o700)
        self._write(LOCK, b"")
        for number, content in enumerate(files):
            nonce = os.urandom(NONCE_BYTES)
            self._write(f"{number}.sealed", nonce + cipher.encrypt(nonce, content, self._place(number)))
        return base64.b64encode(key).decode()

    def files(self, key: str, number: int) -> list[bytes]:
        """The files as they were sent. Raises Refused("job_files_gone")."""
        try:
            cipher = AESGCM(base64.b64decode(key))
            return [self._opened(cipher, each) for each in range(number)]
        except (OSError, ValueError, InvalidTag):
            raise Refused(
                "job_files_gone", "The files of this job are not there any more, or were changed. Send them again."
            ) from None

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def _opened(self, cipher: AESGCM, number: int) -> bytes:
        raw = (self.path / f"{number}.sealed").read_bytes()
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], self._place(number))

    def _place(self, number: int) -> bytes:
        return f"{self.id}/{number}".encode()

    def _write(self, name: str, content: bytes) -> None:
        with open(os.open(self.path / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)

    # ----------------------------------------------------------------------------------- how far, and whether to go on
    def step(self, words: str, done: int = 0, total: int = 0) -> None:
        """Keep what is being done, for whoever looks. Raises Stopped when the sign to stop stands."""
        if self.is_stopping:
            raise Stopped
        said = Progress(words, done, total)
        if said == self._said:
            return
        self._said = said
        self._write(f"{PROGRESS}.new", json.dumps({"words": words, "done": done, "total": total}).encode())
        (self.path / f"{PROGRESS}.new").replace(self.path / PROGRESS)

    def progress(self) -> Progress | None:
        """What was said last; None before the first word and after the end."""
        try:
            return Progress(**json.loads((self.path / PROGRESS).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def stop(self) -> None:
        """Put up the sign to stop; nothing where the job has ended."""
        with contextlib.suppress(FileNotFoundError):
            self._write(STOP, b"")

    def begin_afresh(self) -> None:
        """Take down the sign, and what was said of an earlier try."""
        for name in (STOP, PROGRESS):
            (self.path / name).unlink(missing_ok=True)

    @property
    def is_stopping(self) -> bool:
        return (self.path / STOP).exists()

    # ------------------------------------------------------------------------------------- one worker at a time
    @contextmanager
    def held(self, *, wait: bool) -> Iterator[bool]:
        """Hold the job's lock; False where it is not to be had: another holds it (`wait` false), or it has ended."""
        try:
            lock = os.open(self.path / LOCK, os.O_RDWR)
        except OSError:
            yield False
            return
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True
        finally:
            os.close(lock)

    def is_held(self) -> bool:
        """Whether a worker that lives has this job."""
        with self.held(wait=False) as mine:
            return not mine and self.path.is_dir()
