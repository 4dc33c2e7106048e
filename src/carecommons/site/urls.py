"""Every address of the house: each room brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from . import views
from .api import api

# Sign-in and second factors are allauth's own views under our templates; tests/site/url_samples.py says why
# they state no permission. Each room adds one line: path("children/", include("carecommons.children.urls")).
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("me/", views.my_page, name="my_page"),
    path("looks/<uuid:child_id>/", views.looks, name="looks"),
    path("account/", include("carecommons.people.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("criteria/", include("carecommons.constitution.urls")),
    path("api/v1/", api.urls),
]

handler404 = "carecommons.site.views.not_found"
handler500 = "carecommons.site.views.our_fault"
