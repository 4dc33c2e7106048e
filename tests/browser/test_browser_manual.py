"""The manual's pictures, drawn from a small invented world on one fixed day: a stale one fails.

`make pictures` writes them (CARECOMMONS_WRITE_PICTURES=1); `make check` draws them again and compares.
"""

import io
import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page

from browser.checks import DESK, PHONE, WEIGHT_MAX, open_page, page_faults, watch
from browser.pictures import BYTES_MAX, packed, stale
from conftest import BACKEND

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "images" / "manual"
WRITE = os.environ.get("CARECOMMONS_WRITE_PICTURES") == "1"
# A Friday morning. The clock stands still while the pictures are drawn.
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WIDE, NARROW = (1000, 860), (PHONE, 760)
Window = Callable[..., BrowserContext]


def world() -> dict[str, Any]:
    """The demonstration, small and always the same, and the addresses that the pictures show."""
    from carecommons.cli.demo.build import build
    from carecommons.decisions.models import Decision
    from carecommons.matching.models import Referral
    from carecommons.provision.models import Home

    build(children=30, authorities=1, seed=7, now=NOW)
    listed = Referral.objects.filter(state="shortlisted").order_by("reference").first()
    made = Decision.objects.filter(state="approved").order_by("proposed_at", "child").first()
    home = Home.objects.filter(kind="childrens_home").order_by("reference").first()
    return {"child": listed.child_id, "search": listed.id, "decision": made.id, "home": home.id}


# name -> (role of the demonstration, "" for nobody; address; size of the window)
PICTURES: dict[str, tuple[str, str, tuple[int, int]]] = {
    "start": ("", "/", WIDE),
    "criteria": ("", "/criteria/", WIDE),
    "register": ("", "/register/", WIDE),
    "entry": ("auditor", "/register/3/", WIDE),
    "social-worker-day": ("social.worker", "/me/day/", WIDE),
    "record": ("social.worker", "/children/{child}/", WIDE),
    "needs": ("social.worker", "/children/{child}/needs/", WIDE),
    "shortlist": ("social.worker", "/searches/{search}/homes/", WIDE),
    "choose": ("social.worker", "/decisions/new/{search}/", WIDE),
    "team-manager-day": ("team.manager", "/me/day/", WIDE),
    "decision": ("team.manager", "/decisions/{decision}/", WIDE),
    "decisions": ("director", "/decisions/", WIDE),
    "placement-officer-day": ("placement.officer", "/me/day/", WIDE),
    "shortlist-phone": ("placement.officer", "/searches/{search}/homes/", NARROW),
    "home": ("placement.officer", "/homes/{home}/", WIDE),
    "map": ("placement.officer", "/homes/map/", WIDE),
    "reviewing-officer-day": ("reviewing.officer", "/me/day/", WIDE),
    "advocate-day": ("advocate", "/me/", WIDE),
    "parent-decision": ("parent", "/decisions/", WIDE),
    "school-day": ("virtual.school.head", "/me/day/", WIDE),
    "clinician-day": ("clinician", "/me/day/", WIDE),
    "provider-day": ("provider.manager", "/me/day/", WIDE),
    "vacancies-phone": ("provider.manager", "/homes/vacancies/", NARROW),
    "carer-day-phone": ("foster.carer", "/me/day/", NARROW),
    "inspector-day": ("inspector", "/me/day/", WIDE),
    "planner-day": ("planner", "/me/day/", WIDE),
    "audit": ("planner", "/audit/", WIDE),
    "auditor-day": ("auditor", "/me/day/", WIDE),
    "operator-day": ("operator", "/me/day/", WIDE),
}


# A page whose title says something else must be found out.
SAYS = "([where, words]) => { document.querySelector(where).textContent = words; }"
CHANGED = {
    "social-worker-day": (SAYS, ["h1", "Everything is done"]),
}


@pytest.fixture
def demonstration(
    transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """The world, on a day that stands still, with what says on every page that its data is invented."""
    settings.DEMO, settings.HOME = True, tmp_path
    for name in ("postcodes.book", "boundaries.geojson"):
        for kept in (ROOT / "var" / name, django_settings.PACKAGE.parents[1] / "var" / name):
            if kept.exists() and not (tmp_path / name).exists():
                (tmp_path / name).symlink_to(kept)
    with time_machine.travel(NOW, tick=False):
        with monkeypatch.context() as drawn:
            # What is equal otherwise stands in the order of its random id: for the pictures it is drawn with a seed.
            drawn.setattr(os, "urandom", random.Random(7).randbytes)
            made = world()
        yield made


@pytest.mark.slow
@pytest.mark.xdist_group("pictures")
def test_every_picture_of_the_manual_shows_its_page_as_it_is(demonstration, live_server, window: Window) -> None:
    wrong: dict[str, str] = {}
    for role in dict.fromkeys(role for role, _, _ in PICTURES.values()):
        page = signed_in(window, live_server.url, role)
        for name, (of, address, size) in PICTURES.items():
            if of != role:
                continue
            drawn = draw(page, live_server.url + address.format(**demonstration), size)
            if WRITE:
                KEPT.mkdir(parents=True, exist_ok=True)
                (KEPT / f"{name}.png").write_bytes(drawn)
            if why := stale(KEPT / f"{name}.png", drawn):
                wrong[name] = why
            if name in CHANGED:
                page.evaluate(*CHANGED[name])
                assert "differs" in stale(KEPT / f"{name}.png", packed(page.screenshot())), (
                    f"{name} was changed, unseen"
                )
        page.context.close()
    assert not wrong, f"the manual's pictures are stale: make pictures, and look at them. {wrong}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["roles/social-worker", "roles/placement-officer", "data-dictionary", "keys"])
def test_a_page_of_help_is_accessible_narrow_and_light(live_server, window: Window, name: str) -> None:
    """One with many pictures, one with wide tables, one with commands: on a desk, on a phone and enlarged."""
    page = window().new_page()
    traffic = watch(page, live_server.url)
    page.set_viewport_size({"width": DESK, "height": 900})
    open_page(page, f"{live_server.url}/help/{name}/")
    assert traffic.elsewhere == []
    assert traffic.broken == []
    assert sum(traffic.sizes(page).values()) <= WEIGHT_MAX
    assert page_faults(page, f"help-{name.rpartition('/')[2]}") == []


def signed_in(window: Window, base: str, role: str) -> Page:
    from carecommons.people.models import Account

    context = window(viewport={"width": DESK, "height": 900})
    if role:
        client = Client()
        client.force_login(Account.objects.get(email=f"{role}@demo.example"), backend=BACKEND)
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])
    return context.new_page()


def draw(page: Page, address: str, size: tuple[int, int]) -> bytes:
    """One page as somebody sees it who has just opened it; it says that its data is invented."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, (address, answer.status)
    page.wait_for_load_state("networkidle")
    assert "invented data" in page.inner_text("body").lower(), address
    page.evaluate("document.fonts.ready")
    return packed(page.screenshot())


def picture(*words: str, shift: int = 0) -> bytes:
    """A page of words, for the measure's own test."""
    made = Image.new("RGB", (400, 400), "#fdfbf7")
    pen = ImageDraw.Draw(made)
    for line, text in enumerate(words):
        pen.text((20 + shift, 20 + 40 * line), text, fill="#222222", font_size=22)
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


WORDS = ("Child C-7K4QX needs a home", "Next: compare the homes", "Open the search", "By 27 November")


def test_a_changed_picture_is_stale_and_another_rasteriser_is_not(tmp_path: Path) -> None:
    kept = tmp_path / "page.png"
    assert stale(kept, picture(*WORDS)) == "is not there"
    kept.write_bytes(packed(picture(*WORDS)))
    assert stale(kept, picture(*WORDS)) == ""
    lighter = Image.open(io.BytesIO(picture(*WORDS))).resize((1600, 1600)).resize((400, 400), Image.Resampling.BILINEAR)
    out = io.BytesIO()
    lighter.save(out, "PNG")
    assert stale(kept, out.getvalue()) == ""
    assert stale(kept, picture(*WORDS, shift=1)) == ""
    assert "differs" in stale(kept, picture(*WORDS, "One line more than before"))
    assert "differs" in stale(kept, picture(*WORDS[:-1]))
    assert "differs" in stale(kept, picture(WORDS[1], WORDS[0], *WORDS[2:]))
    assert "was (400, 400)" in stale(kept, _blank(400, 460))


def _blank(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def test_pictures_are_few_and_light() -> None:
    found = sorted(KEPT.glob("*.png"))
    assert {path.stem for path in found} == set(PICTURES)
    assert {path.name: path.stat().st_size for path in found if path.stat().st_size > BYTES_MAX} == {}
