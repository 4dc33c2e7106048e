"""A child process that is kept alive: started again when it dies, stopped with all that it started.

Each child leads a group of its own, so that what it starts in turn goes with it. On Linux the kernel stops a
child whose keeper was killed.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field

PAUSE_FIRST_SECONDS = 0.5
PAUSE_LONGEST_SECONDS = 30.0
WELL_AFTER_SECONDS = 30.0  # a child that lived so long has recovered: its next pause is short again
STOP_WITH_KEEPER = 1  # PR_SET_PDEATHSIG of Linux's prctl


@dataclass
class Kept:
    """One child. Give it the clock with each look; it says in words what happened, if anything did."""

    name: str
    command: list[str]
    pause_seconds: float = PAUSE_FIRST_SECONDS
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _start_at: float | None = None
    _own: dict[str, str] = field(default_factory=dict)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, now: float) -> None:
        self._start_at, self._started = None, now
        self._process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),  # stdout belongs to the answer of the command
            env=os.environ | self._own,
            start_new_session=True,
            preexec_fn=_stop_with_keeper if sys.platform == "linux" else None,
        )

    def look(self, now: float) -> str | None:
        """Start the child again when its pause is over; say so when it has died."""
        if self._start_at is not None:
            if now >= self._start_at:
                self.start(now)
            return None
        if self._process is None or self._process.poll() is None:
            return None
        self._signal_group(signal.SIGKILL)  # what the dead child left behind may still hold the port
        if now - self._started > WELL_AFTER_SECONDS:
            self.pause_seconds = PAUSE_FIRST_SECONDS
        ending = _ending(self._process.returncode)
        words = f"The {self.name} ended ({ending}); starting it again in {self.pause_seconds:g} s."
        self._start_at = now + self.pause_seconds
        self.pause_seconds = min(self.pause_seconds * 2, PAUSE_LONGEST_SECONDS)
        return words

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def end(self, within_seconds: float) -> None:
        """Wait for the child to stop, and stop it the hard way when it does not."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(within_seconds, 0.1))
        self._signal_group(signal.SIGKILL)
        self._process.wait()

    def _signal_group(self, number: int) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def _stop_with_keeper() -> None:
    ctypes.CDLL(None).prctl(STOP_WITH_KEEPER, signal.SIGTERM)
