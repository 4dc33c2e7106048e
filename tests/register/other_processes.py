"""A register that several processes share, as the web, the sequencer and the jobs do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import carecommons

SCRIPT = """
import json, os, random, signal, sys, time
import django
django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from django.db import transaction
from carecommons.common.again import again
from carecommons.register import actions
from carecommons.register.actions import sequencer
from carecommons.register.models import Checkpoint, Entry, Sealed, Waiting
from carecommons.register.queries.check import check

what, number = sys.argv[1], int(sys.argv[2])
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)

def one():
    with transaction.atomic():
        actions.record(kind="wish_recorded", public={}, sealed={}, by_id=None, by_role="social_worker", at=AT)
        time.sleep(random.random() * 0.01)  # late commits overtake early ones

if what == "migrate":
    call_command("migrate", "register", verbosity=0)
if what == "queue":
    for _ in range(number):
        again(one, times=50)
if what == "integrate":
    until, turns = time.monotonic() + 60, 0
    while Sealed.objects.count() < number and time.monotonic() < until:
        turns += actions.integrate(at=AT, at_most=random.randint(1, 7)) > 0
if what == "die":
    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(sequencer, {1: "_check_head", 2: "_seal", 3: "_sign"}[number], die)
    actions.integrate(at=AT)
if what == "report":
    report = check()
    json.dump({"numbers": list(Sealed.objects.order_by("number").values_list("number", flat=True)),
               "entries": Entry.objects.count(), "waiting": Waiting.objects.count(), "ok": report.ok,
               "seals": Checkpoint.objects.count(), "words": report.words}, sys.stdout)
"""


class Shared:
    """start("queue", 5) begins a process; report() asks another for what stands in the register."""

    def __init__(self, folder: Path) -> None:
        server = os.environ.get("CARECOMMONS_TEST_SERVER")
        self._database = f"register_{uuid4().hex[:12]}"
        self._server = server
        url = f"sqlite:///{folder}/shared.sqlite3"
        if server:
            self._ask(f"CREATE DATABASE {self._database}")
            parts = urlsplit(server)
            url = urlunsplit(parts._replace(path=f"/{self._database}"))
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "carecommons.site.settings",
            "DATABASE_URL": url,
            "CARECOMMONS_HOME": str(folder),
            "PYTHONPATH": str(Path(carecommons.__file__).parents[1]),
        }
        assert self.start("migrate").wait(60) == 0

    def start(self, what: str, number: int = 0, **more) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-c", SCRIPT, what, str(number)], env=self.environment, **more)

    def report(self) -> dict:
        asked = self.start("report", stdout=subprocess.PIPE, text=True)
        return json.loads(asked.communicate(timeout=60)[0])

    def close(self) -> None:
        if self._server:
            self._ask(f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)")

    def _ask(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql)
