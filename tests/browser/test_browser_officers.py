"""What officers must answer for, in a browser with a year in it: accessible at every width, light, and whole."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext

from browser.checks import WEIGHT_MAX, open_page, page_faults, watch
from carecommons.people.roles import Role
from planning.officers_made import a_year
from walk_world import DEVON, KENT

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_accessible_and_light_at_every_width_for_the_public_and_for_planners(
    live_server, window: Callable[..., BrowserContext], client_as
) -> None:
    a_year()
    planner = client_as(Role.PLANNER, authority=KENT).cookies[settings.SESSION_COOKIE_NAME].value
    for name, council, session in (("officers", DEVON, ""), ("officers-planner", KENT, planner)):
        context = window()
        if session:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        traffic = watch(page, live_server.url)
        open_page(page, f"{live_server.url}/audit/officers/?place=council:{council}")
        assert page.get_by_text("By provider, in alphabetical order").count() == bool(session)
        assert sum(traffic.sizes(page).values()) <= WEIGHT_MAX
        assert traffic.elsewhere == []
        assert traffic.broken == []
        assert page_faults(page, name) == []
