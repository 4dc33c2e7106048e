"""The API's root: the same acts as the pages, described by OpenAPI 3.1, refusals as problem+json (RFC 9457)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from carecommons import __version__
from carecommons.common.errors import Faulty, NotFound, Refused
from carecommons.people.doors import hides

TITLES = {
    400: "The request could not be read",
    401: "Sign in first",
    403: "This is not yours to do",
    404: "There is no such thing, or it is not yours to open",
    405: "This cannot be done at this address",
    409: "This cannot be done now",
    413: "Too large",
    422: "The request cannot be used",
    429: "Too many requests",
    503: "Not now",
}
SAFE_FACTS = (str, int, bool)

api = NinjaAPI(
    title="Care Commons",
    version=__version__,
    description="The same acts, permissions and refusals as the pages. Send a personal token as a bearer token.",
    docs_url=None,
    openapi_url=None,  # site/views.py serves the description, and a plain page made from it
    urls_namespace="api",
)


def problem(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal as problem+json: what is out of reach answers exactly like what does not exist."""
    if hides(refusal):
        refusal = NotFound()
    body: dict[str, Any] = {
        "type": f"/api/v1/problems/#{refusal.code}",
        "title": TITLES.get(refusal.status, TITLES[422]),
        "status": refusal.status,
        "detail": str(refusal),
        "code": refusal.code,
        "facts": {name: fact for name, fact in refusal.facts.items() if isinstance(fact, SAFE_FACTS)},
    }
    if isinstance(refusal, Faulty):
        body["faults"] = [fault.as_dict() for fault in refusal.faults]
    response = api.create_response(request, body, status=refusal.status)
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Care Commons"'
    return response


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(request, error)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, NotFound())


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    refusal = Refused("bad_request", str(error))
    refusal.status = error.status_code
    return problem(request, refusal)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Every part of the request that cannot be used, named by its place; what was sent is not repeated."""
    places = [".".join(str(step) for step in each["loc"]) + ": " + str(each["msg"]) for each in error.errors]
    return problem(request, Refused("request_not_valid", "Mend these parts and send it again. " + "; ".join(places)))


# Each room brings its own operations: one line a room, in the order of the mission.
api.add_router("/register/", "carecommons.site.register.router")
api.add_router("/constitution/", "carecommons.constitution.api.router")
api.add_router("/planning/", "carecommons.planning.api.router")
api.add_router("/children/", "carecommons.children.api.router")
api.add_router("/provision/", "carecommons.provision.api.router")
api.add_router("/matching/", "carecommons.matching.api.router")
api.add_router("/decisions/", "carecommons.decisions.api.router")
api.add_router("/returns/", "carecommons.site.uploads.api.returns")
api.add_router("/homes/", "carecommons.site.uploads.api.homes")
api.add_router("/jobs/", "carecommons.site.jobs.api.router")
api.add_router("/me/", "carecommons.site.days.api.router")
api.add_router("/people/", "carecommons.site.entering.api.router")
