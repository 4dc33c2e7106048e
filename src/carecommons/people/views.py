"""One's own account, the role one is in, one's tokens, and who looked at a child's record."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from carecommons.common.errors import NotFound
from carecommons.common.places import authorities

from . import actions, queries
from .actions import make_token, revoke_token
from .doors import POST_IN_SESSION, Request, door, safe_next
from .doors.entering import SIGNED_IN_BY
from .factors import SignedInBy
from .forms import ChooseRole, NewToken, post_words
from .may import may_at_all
from .permissions import PERMISSIONS
from .roles import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@door("people.see_own_account", signed_in=True)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_role(request: Request) -> HttpResponse:
    """Say which of one's roles one is in now; every look records it."""
    form = ChooseRole(_sent(request), choices=_choices(request))
    after = safe_next(request)
    if request.method == "POST" and form.is_valid():
        request.session[POST_IN_SESSION] = form.cleaned_data["post"]
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/choose_role.html", {"form": form, "next": after}, status=status)


@door("people.see_own_account", signed_in=True)
@require_http_methods(["GET", "HEAD"])
def account(request: Request) -> HttpResponse:
    """One's own account: roles, sign-in and tokens in one place."""
    names = _authority_names()
    posts = [(post, post_words(post, names)) for post in queries.posts_of(_me(request))]
    context = {
        "posts": posts, "tokens": _tokens(request), "has_password": queries.has_password(_me(request)),
        "factors": len(queries.factors_of(_me(request))), "exempt": request.factor_exempt,
        "missing": request.factor_missing, "resets": queries.resets_of(_me(request)),
        "may_make_tokens": bool(may_at_all(request.person, "people.make_token")),
        "may_keep_calendar": bool(may_at_all(request.person, "site.keep_calendar")),
    }  # fmt: skip
    page = "people/own_account.html" if request.person.role is Role.CHILD else "people/account.html"
    return render(request, page, context)


@door("people.see_own_account", signed_in=True)
@require_POST
def choose_language(request: Request) -> HttpResponse:
    """Read the pages in another language from now on, on every device."""
    wanted = request.POST.get("language", "")
    actions.choose_language(language=wanted, offered=dict(settings.LANGUAGES), by=request.person)
    translation.activate(wanted)
    messages.success(request, _("From now on you read the pages in this language, as far as they are translated."))
    return redirect("people:account")


@door("people.see_own_account", signed_in=True)
@require_http_methods(["GET", "HEAD"])
def second_step(request: Request) -> HttpResponse:
    """Why a second step is needed in this role, and the ways to set one up; nothing else opens until then."""
    after = safe_next(request)
    if not request.factor_missing and after:
        return redirect(after)
    context = {"missing": request.factor_missing, "has_factor": bool(queries.factors_of(_me(request)))}
    return render(request, "people/second_step.html", context)


@door("people.make_token")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """List one's tokens, and make one, which is shown this once."""
    form = NewToken(_sent(request), choices=_token_choices(request))
    made, status = None, 200
    if request.method == "POST" and form.is_valid():
        made = make_token(
            post_id=UUID(form.cleaned_data["post"]),
            name=form.cleaned_data["name"],
            days=int(form.cleaned_data["days"]),
            at=datetime.now(UTC),
            by=request.person,
        )
        form = NewToken(choices=_token_choices(request))
    elif request.method == "POST":
        status = 422
    context = {"form": form, "made": made, "tokens": _tokens(request)}
    return render(request, "people/tokens.html", context, status=status)


@door("people.make_token")
@require_POST
def revoke(request: Request, token_id: UUID) -> HttpResponse:
    """Stop one of one's own tokens."""
    revoke_token(token_id=token_id, at=datetime.now(UTC), by=request.person)
    messages.success(request, "The token is revoked. Whatever used it can no longer sign in.")
    return redirect("people:tokens")


@door("site.read_public")
@require_POST
def demo_sign_in(request: Request, account_id: UUID) -> HttpResponse:
    """One click into the demonstration: only there, and only for its own invented people."""
    if not settings.DEMO:
        raise NotFound()
    request.session.pop(POST_IN_SESSION, None)
    login(request, queries.demo_account(account_id), backend=BACKEND)
    request.session[SIGNED_IN_BY] = str(SignedInBy.DEMO)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _sent(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _me(request: Request) -> UUID:
    me = request.person.id
    assert me is not None, "the door lets only signed-in persons come this far"
    return me


def _tokens(request: Request) -> tuple[queries.TokenLine, ...]:
    return queries.tokens_of(_me(request), at=datetime.now(UTC))


def _choices(request: Request) -> list[tuple[str, str]]:
    names = _authority_names()
    posts = queries.posts_of(_me(request))
    if len(posts) < 2:  # nothing to tell apart
        return [(str(post.id), post_words(post, names)) for post in posts]
    details = import_string(settings.POST_DETAILS)(_me(request), at=datetime.now(UTC))
    return [(str(post.id), post_words(post, names, details.get(post.id, ""))) for post in posts]


def _token_choices(request: Request) -> list[tuple[str, str]]:
    """Those of one's roles that a program may act in."""
    names, reach = _authority_names(), PERMISSIONS["people.make_token"].reach
    return [(str(post.id), post_words(post, names)) for post in queries.posts_of(_me(request)) if post.role in reach]


def _authority_names() -> dict[str, str]:
    return {code: place.name for code, place in authorities(timezone.localdate()).items()}
