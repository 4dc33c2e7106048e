"""`carecommons serve`: web, sequencer and jobs as children of one command, which keeps all three alive.

A child that dies is started again, after a pause that doubles while it keeps dying. SIGTERM or Ctrl-C stops
all of them, and none outlives this command.
"""

import argparse
import hashlib
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from types import FrameType

from carecommons.common.errors import Refused

from . import say
from .children_kept import Kept
from .ready import django_ready

READY_WITHIN_SECONDS = 60.0
STOP_WITHIN_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.2
# The API library's own pages, which we replace: 20 MB that nobody asks for. The typefaces of papers are never sent.
NOT_SERVED = ["ninja", "print"]


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Example: carecommons serve --port 8080"
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--workers", type=int, choices=range(1, 33), default=1, metavar="N", help="web processes")
    parser.add_argument("--json", action="store_true", help="print one JSON document when ready")
    parser.set_defaults(run=_serve)


def _serve(args: argparse.Namespace) -> int:
    _check_free(args.host, args.port)
    _prepare()
    return serve(host=args.host, port=args.port, workers=args.workers, as_json=args.json)


def serve(*, host: str, port: int, workers: int = 1, as_json: bool = False) -> int:
    """Keep web, sequencer and jobs running until told to stop; returns the exit code."""
    me = [sys.executable, "-m", "carecommons.cli.main"]
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws",
        "--workers-kill-timeout", "5", "--log-level", "warning", "carecommons.site.wsgi:application",
    ]  # fmt: skip
    children = [
        Kept("web", web),
        Kept("sequencer", [*me, "register", "integrate", "--keep-on"]),
        Kept("jobs", [*me, "jobs", "work", "--keep-on"]),
    ]
    stop = _told_to_stop()
    address = address_of(host, port)
    try:
        for child in children:
            child.start(time.monotonic())
        return _watch(children, stop, address, as_json)
    finally:
        _stop_all(children)


def address_of(host: str, port: int) -> str:
    """Where to open it. On this machine by name: a browser makes no passkey for a numeric address."""
    named = "localhost" if host in ("127.0.0.1", "::1") else host
    return f"http://{f'[{named}]' if ':' in named else named}:{port}/"


def _watch(children: list[Kept], stop: list[int], address: str, as_json: bool) -> int:
    began, ready = time.monotonic(), False
    while not stop:
        for child in children:
            words = child.look(time.monotonic())
            if words:
                say.aside(words)
        if not ready and _answers(address):
            ready = True
            _say_ready(address, children, as_json)
        if not ready and time.monotonic() - began > READY_WITHIN_SECONDS:
            say.aside(f"Nothing answered at {address} within {READY_WITHIN_SECONDS:.0f} seconds. Stopping.")
            return say.OUR_FAULT
        time.sleep(LOOK_EVERY_SECONDS)
    say.aside("Stopping: whatever has begun is finished first.")
    return say.DONE


def _say_ready(address: str, children: list[Kept], as_json: bool) -> None:
    if as_json:
        say.document({"address": address, "processes": {child.name: child.pid for child in children}})
    else:
        say.line(f"Care Commons answers at {address}  (stop with Ctrl-C)")
    sys.stdout.flush()


def _stop_all(children: list[Kept]) -> None:
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + STOP_WITHIN_SECONDS
    for child in children:
        child.end(until - time.monotonic())


def _told_to_stop() -> list[int]:
    """A list that gets the signal's number when this process is told to stop."""
    told: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        told.append(number)

    signal.signal(signal.SIGTERM, note)
    signal.signal(signal.SIGINT, note)
    return told


def _answers(address: str) -> bool:
    """Whether the web answers at all; a refusal is an answer too."""
    try:
        urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 our own address
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _check_free(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise Refused(
            "address_not_free",
            f"{host} port {port} cannot be used ({error.strerror}). Stop what listens there, or choose another --port.",
        ) from None


def _prepare() -> None:
    """Everything that must stand before the first request: tables, static files, the founding criteria."""
    django_ready(migrate=True)

    from carecommons.common.walls import bypasses
    from carecommons.site.checks import warnings

    for words in warnings(walks_through=bypasses()):
        say.aside(f"Warning: {words}")
    from carecommons.constitution.actions import publish_founding

    gather_static_files()
    publish_founding(at=datetime.now(UTC))


def gather_static_files() -> bool:
    """Put the looks where the web serves them from; True when anything had changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list(NOT_SERVED), key=lambda each: each[0]):
            found.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    stamp = settings.STATIC_ROOT / "gathered"
    if stamp.exists() and stamp.read_text() == found.hexdigest():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=NOT_SERVED)
    stamp.write_text(found.hexdigest())
    return True


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port
