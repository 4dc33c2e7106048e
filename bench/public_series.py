"""Children looked after by council from public statistics: ours beside the last value, the line and the growth of all.

    .venv/bin/python bench/public_series.py [--file lait_cla_finance_workforce_extract.csv.gz] [--json]

Rolling origins on the series of councils with complete stock, starts and ends; intervals taught by outcomes to 2023 and
judged on 2024 and 2025. Processor seconds of reading, and of the forecast of every council, region and England for
three years. The run ends with 1 when ours is worse than the last value by more than a tenth of a percentage point, or
the 80 % interval holds fewer than 75 or more than 85 of a hundred.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from carecommons.planning.forecast.public import make
from carecommons.planning.forecast.series import LEVELS, WAYS, Settings, forecast, held_out
from carecommons.planning.public import read_files
from carecommons.planning.public.series import AreaYear, rows_of, series

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "dfe" / "lait_cla_finance_workforce_extract.csv.gz"
TAUGHT_TO, LAST, MARGIN = 2023, 2025, 0.1


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--file", type=Path, default=SHARED)
    asked.add_argument("--json", action="store_true")
    args = asked.parse_args()
    if not args.file.exists():
        print(f"{args.file} is not here; give the tool's table with --file.", file=sys.stderr)
        return 2
    began = time.process_time()
    found = series(rows_of(each.statistic for each in read_files([(args.file.name, args.file.read_bytes())])))
    read = time.process_time()
    make(found, years=3)
    made_in = time.process_time() - read
    known = complete(found)
    made = forecast(known, last=LAST, years=2, settings=Settings())
    told: dict[str, Any] = {
        "councils": len(known), "seconds_read": round(read - began, 2), "seconds_forecast": round(made_in, 2),
        "ways": made.ways,
        "error": {
            str(years): {way: round(made.mean_error(way, years), 2) for way in (*WAYS, "ours")} for years in (1, 2)
        },
        "origins": [
            {"origin": each.origin, "years": each.years, **{way: round(each.error[way], 2) for way in WAYS},
             "ours": round(each.ours, 2)}
            for each in made.origins
        ],
        "held_out": {
            str(years): held_out(every(found), taught_to=TAUGHT_TO, last=LAST, years=years, settings=Settings())
            for years in (1, 2)
        },
    }  # fmt: skip
    good = all(
        told["error"][years]["ours"] <= told["error"][years]["naive"] + MARGIN
        and 75 <= told["held_out"][years][80] <= 85
        for years in ("1", "2")
    )
    if args.json:
        print(json.dumps(told | {"good": good}, indent=1))
    else:
        tell(told)
    return 0 if good else 1


def complete(found: tuple[AreaYear, ...]) -> dict[str, dict[int, float]]:
    """Councils with stock, starts and ends in each of the ten years."""
    known: dict[str, dict[int, float]] = {}
    for each in found:
        if len(each.area) == 3 and each.looked_after.number is not None and each.started.known and each.ceased.known:
            known.setdefault(each.area, {})[each.year] = each.looked_after.number
    most = max(len(values) for values in known.values())
    return {area: values for area, values in known.items() if len(values) == most}


def every(found: tuple[AreaYear, ...]) -> dict[str, dict[int, float]]:
    """Every council with a number in a year."""
    known: dict[str, dict[int, float]] = {}
    for each in found:
        if len(each.area) == 3 and each.looked_after.number is not None:
            known.setdefault(each.area, {})[each.year] = each.looked_after.number
    return known


def tell(told: dict[str, Any]) -> None:
    print(f"{told['councils']} councils; read {told['seconds_read']} s, forecast of all {told['seconds_forecast']} s")
    print("origin  years  " + "  ".join(f"{way:>7}" for way in (*WAYS, "ours")))
    for each in told["origins"]:
        print(f"{each['origin']}  {each['years']:>5}  " + "  ".join(f"{each[way]:7.2f}" for way in (*WAYS, "ours")))
    for years, errors in told["error"].items():
        held = told["held_out"][years]
        cover = "/".join(f"{held[level]:.0f}" for level in LEVELS)
        means = ", ".join(f"{way} {error}" for way, error in errors.items())
        print(f"mean {years} year(s): {means}; held out {cover}")


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    sys.exit(main())
