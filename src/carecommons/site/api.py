"""The API's root: the same acts as the pages, described by OpenAPI 3.1, refusals as problem+json (RFC 9457)."""

import json
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from carecommons import __version__
from carecommons.common.errors import Fault, Faulty, NotFound, Refused

from .problems import not_read, problem, too_large, with_status

NUL = "\x00"
FAULTS_MAX = 50  # of one body: whoever sends more mends the first and hears of the next


class Strict(Parser):
    """Bodies and questions as they are described: JSON where JSON is said, and no NUL, which a database cannot hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise with_status(
                Refused("media_type", "The body is not JSON. Send Content-Type: application/json and nothing else."),
                415,
            )
        return json.loads(request.body, parse_constant=_no_number)

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> Any:
        for name, values in data.lists():
            if any(isinstance(each, str) and NUL in each for each in (name, *values)):
                raise Refused(
                    "request_not_valid", "A text holds the NUL character, which cannot be kept. Leave it out."
                )
        return super().parse_querydict(data, list_fields, request)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class Api(NinjaAPI):
    """Operations are named for their tag and what they do, and not for the file that they stand in."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return f"{(operation.tags or ['other'])[0]}_{operation.view_func.__name__}"


api = Api(
    title="Care Commons",
    version=__version__,
    description="The same acts, permissions and refusals as the pages. Send a personal token as a bearer token.",
    docs_url=None,
    openapi_url=None,  # site/views.py serves the description, and a plain page made from it
    urls_namespace="api",
    parser=Strict(),
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(request, error)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, NotFound())


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The framework's own refusals; a body that our parser refused keeps its own code."""
    cause = error.__cause__
    if isinstance(cause, Refused):
        return problem(request, cause)
    if isinstance(error, Throttled):
        words = "You ask more often than this service can answer. Wait, then ask again."
        answer = problem(request, with_status(Refused("too_many_requests", words, wait_seconds=error.wait or 0), 429))
        if error.wait:
            answer["Retry-After"] = str(error.wait)
        return answer
    if error.status_code == 400:
        return problem(request, not_read("The body is not JSON."))
    return problem(request, with_status(Refused("bad_request", str(error)), error.status_code))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(request, too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return problem(request, not_read())


@api.exception_handler(MultiPartParserError)
def _form_not_read(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
    return problem(request, not_read("The form data are broken."))


@api.exception_handler(UnreadablePostError)
def _cut_off(request: HttpRequest, error: UnreadablePostError) -> HttpResponse:
    return problem(request, not_read("It ended before it was whole."))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Every part of the request that cannot be used, named by its place; what was sent is not repeated."""
    found = [
        Fault(
            file="", row=0, column=".".join(str(step) for step in each["loc"]), code=each["type"], message=each["msg"]
        )
        for each in error.errors[:FAULTS_MAX]
    ]
    told = "; ".join(f"{each.column}: {each.message}" for each in found)
    only_too_long = all(each.code == "string_too_long" for each in found)
    return problem(
        request,
        Faulty(
            "text_too_long" if only_too_long else "request_not_valid",
            f"Mend these parts and send it again. {told}",
            found,
        ),
    )


# Each room brings its own operations: one line a room, in the order of the mission.
api.add_router("/register/", "carecommons.site.register.router")
api.add_router("/constitution/", "carecommons.constitution.api.router")
api.add_router("/planning/", "carecommons.planning.api.router")
api.add_router("/children/", "carecommons.children.api.router")
api.add_router("/provision/", "carecommons.provision.api.router")
api.add_router("/matching/", "carecommons.matching.api.router")
api.add_router("/decisions/", "carecommons.decisions.api.router")
api.add_router("/reviews/", "carecommons.decisions.api.reviews.router")
api.add_router("/returns/", "carecommons.site.uploads.api.returns")
api.add_router("/homes/", "carecommons.site.uploads.api.homes")
api.add_router("/forecasts/", "carecommons.site.uploads.forecasts.router")
api.add_router("/jobs/", "carecommons.site.jobs.api.router")
api.add_router("/me/", "carecommons.site.days.api.router")
api.add_router("/me/", "carecommons.site.notices.api.router")
api.add_router("/people/", "carecommons.site.entering.api.router")
