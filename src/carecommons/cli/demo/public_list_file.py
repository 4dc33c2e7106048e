"""Write the invented homes as the regulator's yearly public list, banners and all.

Invented data, in the form of the list as at 31 March 2025: a title, two notes, then the headings; children's
homes without name or address, as the regulator publishes them.
"""

import csv
from datetime import date
from pathlib import Path

from .area import Area
from .homes_made import HomeMade, HomesMade

HEAD = (
    "Web link", "URN", "Linked education URN", "Provision type", "Registration date", "Registration status", "Name",
    "Address 1", "Address 2", "Town", "County", "Postcode", "Ofsted Region", "Government Office Region",
    "Local authority", "Parliamentary constituency", "Sector", "Places", "Supported accommodation premises",
    "Short-break-only children's home", "Multi building children's home", "Organisation name",
)  # fmt: skip
KINDS = {
    "childrens_home": "Children's Home",
    "secure_childrens_home": "Secure Children's Home",
    "special_school_registered_as_home": "Residential Special School (registered as a Children's Home)",
}
SECTORS = {"council": "Local Authority", "private": "Private", "voluntary": "Voluntary"}


def write_public_list(made: HomesMade, area: Area, regions: dict[str, str], path: Path, *, as_at: date) -> int:
    """Write the list to `path`; return how many providers it names."""
    words = f"{as_at.day} {as_at:%B %Y}"
    rows = [_home_row(made, area, regions, home) for home in made.homes if home.kind in KINDS]
    rows += _agency_rows(made, area, regions)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8-sig") as out:
        writer = csv.writer(out)
        writer.writerow(
            [f"Invented data in the form of: Children's social care in England, providers and places at {words}"]
        )
        writer.writerow(["This list is made up. No provider or home in it is real."])
        writer.writerow([])
        writer.writerow(HEAD)
        writer.writerows(rows)
    return len(rows)


def _home_row(made: HomesMade, area: Area, regions: dict[str, str], home: HomeMade) -> tuple[object, ...]:
    provider, code = made.providers[home.provider], home.spot.authority
    registered = date(2012 + int(home.urn) % 12, 1 + int(home.urn) % 12, 1 + int(home.urn) % 28)
    hidden = ("REDACTED",) * 6
    return (
        "", home.urn, "", KINDS[home.kind], registered.isoformat(), "Active", *hidden, regions[code], regions[code],
        area.names[code], "", SECTORS[provider.sector], home.places, "", "N", "N", provider.name,
    )  # fmt: skip


def _agency_rows(made: HomesMade, area: Area, regions: dict[str, str]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for index, provider in enumerate(made.providers):
        if not provider.urn:
            continue
        lodgings = [h for h in made.homes if h.provider == index and h.kind == "supported_accommodation"]
        kind = "Supported Accommodation" if lodgings else "Independent Fostering Agency"
        code = provider.authority
        rows.append(
            ("", provider.urn, "", kind, "2019-06-03", "Active", provider.name, "", "", "", "", "", regions[code],
             regions[code], area.names[code], "", SECTORS[provider.sector],
             sum(h.places for h in lodgings) if lodgings else "", len(lodgings) if lodgings else "", "", "",
             provider.name)
        )  # fmt: skip
    return rows
