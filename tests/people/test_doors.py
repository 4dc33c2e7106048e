"""The doors: who is turned away, how, and that what is out of reach looks like what does not exist."""

import pytest
from django.test import Client

from carecommons.people.roles import Role


def test_a_stranger_is_sent_to_sign_in_and_comes_back_to_the_same_page(client: Client, db: None) -> None:
    answer = client.get("/me/?day=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=%2Fme%2F%3Fday%3D2"


@pytest.mark.django_db
def test_a_role_that_never_may_is_told_why_whose_rule_and_what_next(client_as) -> None:
    answer = client_as(Role.PLANNER).get("/looks/7d444840-9dc0-11d1-b245-5ffdce74fad2/")
    words = answer.content.decode()
    assert answer.status_code == 403
    assert "A planner may not see who looked at a child&#x27;s record." in words
    assert "Whose rule:" in words
    assert "What next:" in words
