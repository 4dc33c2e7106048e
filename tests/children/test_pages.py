"""smoke"""
import pytest

from carecommons.people.roles import Role
from children.children_made import KENT, add_child, record_needs

pytestmark = pytest.mark.django_db

@pytest.fixture
def worker(person): return person(Role.SOCIAL_WORKER, authority=KENT)

def test_smoke(client_for, worker):
    c = client_for(worker)
    child = add_child(by=worker)
    for p in ["", "add/", f"{child}/", f"{child}/needs/", f"{child}/needs/EDU/", f"{child}/needs/strengths/", f"{child}/needs/matters/", f"{child}/needs/outcomes/", f"{child}/needs/specialist/", f"{child}/needs/assessment/", f"{child}/needs/check/", f"{child}/needs/compare/", f"{child}/story/", f"{child}/story/add/", f"{child}/wishes/", f"{child}/wishes/add/", f"{child}/connections/", f"{child}/connections/add/", f"{child}/connections/avoid/", f"{child}/protected/"]:
        r = c.get("/children/"+p); print(p, r.status_code); assert r.status_code == 200
    record_needs(child, by=worker); record_needs(child, by=worker)
    for p in [f"{child}/", f"{child}/needs/", f"{child}/needs/check/", f"{child}/needs/compare/"]:
        assert c.get("/children/"+p).status_code==200
