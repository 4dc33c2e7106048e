"""A function done in a child process under limits of time, memory and writing.

The child is a fresh interpreter (never a fork: the readers keep threads), gets its work on stdin, answers on
stdout, and may create no file. What comes back is unpickled through a short list of known types, because a
child that read a hostile file is not to be believed.
"""

import contextlib
import io
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from . import errors
from .errors import Faulty, Refused

WATCH_EVERY_SECONDS = 0.25
_VALUES: dict[str, frozenset[str]] = {
    "builtins": frozenset({"set", "frozenset", "bytearray", "complex", "range", "slice", "bytes", "list", "dict"}),
    "datetime": frozenset({"date", "datetime", "time", "timedelta", "timezone"}),
    "uuid": frozenset({"UUID", "SafeUUID"}),
    "decimal": frozenset({"Decimal"}),
    "pathlib": frozenset({"Path", "PosixPath", "PurePosixPath"}),
    "collections": frozenset({"OrderedDict", "Counter", "defaultdict"}),
    "_codecs": frozenset({"encode"}),
    "polars": frozenset({"DataFrame", "Series"}),
    "numpy": frozenset({"ndarray", "dtype", "_reconstruct", "_frombuffer", "scalar"}),
}


def run(
    function: Callable[..., Any], args: Sequence[Any], *, seconds: int, memory_bytes: int,
    watch: Callable[[], None] | None = None,
) -> Any:  # fmt: skip
    """The value of `function(*args)`, or the refusal that it raised, or that `watch` raised meanwhile."""
    work = pickle.dumps((function.__module__, function.__qualname__, tuple(args)))
    head = pickle.dumps((seconds, memory_bytes, [p for p in sys.path if p]))
    child = subprocess.Popen(
        [sys.executable, "-c", "from carecommons.common.limited import _child; _child()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        sent = len(head).to_bytes(8, "big") + head + work
        answer = _answer(child, sent, seconds + 5, watch)
    except subprocess.TimeoutExpired as error:
        raise _limit() from error
    finally:
        # The whole group, so that nothing the child may have started outlives it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()
    if child.returncode in (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGABRT) and not answer:
        raise _limit()
    return _opened(answer)


def _answer(child: subprocess.Popen[bytes], sent: bytes, seconds: int, watch: Callable[[], None] | None) -> bytes:
    """What the child answers. Raises TimeoutExpired, or whatever `watch` raises."""
    if watch is None:
        return child.communicate(sent, timeout=seconds)[0]
    until = time.monotonic() + seconds
    first: bytes | None = sent
    while True:
        watch()
        try:
            # A second asking goes on where the first was cut off; nothing is sent twice or lost.
            return child.communicate(first, timeout=min(WATCH_EVERY_SECONDS, max(until - time.monotonic(), 0)))[0]
        except subprocess.TimeoutExpired:
            first = None
            if time.monotonic() >= until:
                raise


def _opened(answer: bytes) -> Any:
    try:
        kind, value = _Known(io.BytesIO(answer)).load()
    except Exception as error:  # whatever a dying or lying child sent, the answer to a person is one
        raise _failed("it ended without an answer") from error
    if kind == "done":
        return value
    if kind == "limit":
        raise _limit()
    if kind == "failed":
        raise _failed(str(value))
    name, code, message, faults, facts = value
    if name == "Faulty" or faults:
        raise Faulty(code, message, faults, **facts)
    raise getattr(errors, name, Refused)(code, message, **facts)


def _limit() -> Faulty:
    return Faulty(
        "parse_limit",
        "The file took more time or memory to read than any honest file of its size. Nothing was stored. "
        "Check that it is what you meant to send, or send it in parts.",
    )


def _failed(how: str) -> Faulty:
    return Faulty(
        "parse_failed",
        f"The file could not be read ({how}). Nothing was stored. "
        "Save it again from the system that wrote it, as CSV, and try again.",
    )


class _Known(pickle.Unpickler):
    """Reads back plain values, our own frozen values and tables; nothing that could act."""

    def find_class(self, module: str, name: str) -> Any:
        room = module.split(".")[0]
        if "." not in name and (name in _VALUES.get(room, frozenset()) or room == "carecommons"):
            found = super().find_class(module, name)
            if room != "carecommons" or (isinstance(found, type) and found.__module__ == module):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value")


def _environment() -> dict[str, str]:
    """What the child may know of us: where its code is, and nothing secret."""
    keep = ("PATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV", "SYSTEMROOT", "PYTHONHOME")
    known = {name: os.environ[name] for name in keep if name in os.environ}
    places = os.pathsep.join(p for p in sys.path if p)
    return known | {"PYTHONPATH": places, "POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "1"}


# ------------------------------------------------------------------------------------- in the child
def _child() -> None:
    source, answer = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes nowhere
    size = int.from_bytes(source.read(8), "big")
    seconds, memory_bytes, path = pickle.loads(source.read(size))  # noqa: S301  (written by our parent)
    sys.path[:] = path
    module, name, args = pickle.load(source)  # noqa: S301
    _bind(seconds, memory_bytes)
    answer.write(_work(module, name, args))
    answer.flush()
    os._exit(0)


def _work(module: str, name: str, args: tuple[Any, ...]) -> bytes:
    try:
        __import__(module)
        function: Any = sys.modules[module]
        for part in name.split("."):
            function = getattr(function, part)
        return pickle.dumps(("done", function(*args)), protocol=5)
    except Refused as refused:
        faults = refused.faults if isinstance(refused, Faulty) else ()
        return pickle.dumps(("refused", (type(refused).__name__, refused.code, str(refused), faults, refused.facts)))
    except MemoryError:
        return pickle.dumps(("limit", None))
    except BaseException as error:
        # The error's own words may quote the file, and the file is about children: only its kind leaves.
        return pickle.dumps(("failed", type(error).__name__))


def _bind(seconds: int, memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the time limit of the parent still holds
        return
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for limit, amount in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (amount, amount))
