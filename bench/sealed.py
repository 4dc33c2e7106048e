"""A caseload of 900 names out of sealed columns, beside the same names as plain text in a table of their own.

    .venv/bin/python bench/sealed.py [--children 900] [--json]

A scratch SQLite database; invented names. Measured: processor milliseconds, the best of 20, to read the rows and
have every name and birth date in hand. The run ends with 1 when opening them costs more than 60 ms for 900.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

MILLISECONDS_MAX = 60.0


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--children", type=int, default=900)
    words.add_argument("--json", action="store_true")
    args = words.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"CARECOMMONS_HOME": home, "CARECOMMONS_PROFILE": "test"}
        os.environ.pop("DATABASE_URL", None)
        found = measured(args.children)
    print(json.dumps(found) if args.json else sentence(found))
    return 0 if found["sealed_ms"] - found["plain_ms"] <= MILLISECONDS_MAX * args.children / 900 else 1


def measured(number: int) -> dict[str, float]:
    from carecommons.cli.ready import django_ready

    django_ready(migrate=True)
    from django.db import connection

    from carecommons.children.models import Child

    names = [f"Invented {n}" for n in range(number)]
    Child.objects.bulk_create(
        Child(
            reference=f"C-{n:05d}", known_as=name, birth_date=date(2012, 3, 27), sex="F", authority="886",
            added_at=datetime.now(UTC), added_by_role="x",
        )
        for n, name in enumerate(names)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain (id text primary key, known_as text, birth_date text)")
        cursor.executemany(
            "INSERT INTO plain VALUES (%s, %s, %s)", [(str(n), name, "2012-03-27") for n, name in enumerate(names)]
        )

    def sealed() -> list[str]:
        rows = Child.objects.filter(authority="886").only("pk", "known_as", "birth_date")
        return sorted(row.known_as for row in rows if row.birth_date)

    def plain() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, known_as, birth_date FROM plain")
            return sorted(row[1] for row in cursor.fetchall() if date.fromisoformat(row[2]))

    assert sealed() == plain() == sorted(names)
    return {"children": number, "sealed_ms": best(sealed), "plain_ms": best(plain)}


def best(act: Callable[[], object], times: int = 20) -> float:
    spent = []
    for _ in range(times):
        started = time.process_time()
        act()
        spent.append((time.process_time() - started) * 1000)
    return min(spent)


def sentence(found: dict[str, float]) -> str:
    return (
        f"{found['children']:,.0f} names and birth dates out of sealed columns: {found['sealed_ms']:.1f} ms of "
        f"processor time, rows and objects included; plain text by a cursor: {found['plain_ms']:.1f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
