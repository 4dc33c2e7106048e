"""Every address of the house: each room brings its own."""

from allauth.account import urls as sign_in
from django.urls import URLPattern, URLResolver, include, path

from carecommons.matching import urls as matching_urls

from . import source, views, views_help, views_own, views_pages
from .api import api
from .entering import codes, council, emergencies
from .jobs import views as jobs
from .notices import views as notices
from .uploads import forecasts, reports
from .uploads import views as uploads

# An operator opens an account for an address that they know: nobody changes it, or proves it, alone.
NOT_OFFERED = (
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
)

# Sign-in and second factors are allauth's own views under our templates; tests/site/url_samples.py says why
# they state no permission. Each room adds one line: path("children/", include("carecommons.children.urls")).
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("me/", views.my_page, name="my_page"),
    path("me/day/", views.day, name="my_day"),
    path("me/day/all/", views.my_list, name="my_list"),
    path("find/", views.find, name="find"),
    path("help/young/", views_own.own_help, name="own_help"),
    path("about/", views_pages.about, name="about"),
    path("privacy/", views_pages.privacy, name="privacy"),
    path("source/", source.source, name="source"),
    path("accessibility/", views_pages.accessibility, name="accessibility"),
    path("help/", views_help.help_here, name="help"),
    path("help/all/", views_help.help_all, name="help_all"),
    path("help/<path:name>/", views_help.help_one, name="help_page"),
    path("looks/<uuid:child_id>/", views.looks, name="looks"),
    path("come-in/", codes.come_in, name="come_in"),
    path("come-in/done/", codes.came_in, name="came_in"),
    path("children/<uuid:child_id>/way-in/", codes.way_in, name="way_in"),
    path("children/<uuid:child_id>/way-in/make/", codes.make_way_in, name="make_way_in"),
    path("account/calendar/", notices.calendar, name="calendar"),
    path("account/calendar/make/", notices.make, name="make_calendar"),
    path("account/calendar/<uuid:calendar_id>/stop/", notices.stop, name="stop_calendar"),
    path("account/calendar/reminders/", notices.reminders, name="reminders"),
    path("calendar/<str:key>.ics", notices.feed, name="calendar_feed"),
    path("account/council/", council.sign_in, name="council_sign_in"),
    path("account/council/callback/", council.callback, name="council_callback"),
    path("emergency-access/", emergencies.listing, name="emergencies"),
    path("emergency-access/open/", emergencies.open_now, name="break_glass"),
    path("emergency-access/<uuid:emergency_id>/", emergencies.one, name="emergency"),
    path("emergency-access/<uuid:emergency_id>/end/", emergencies.end_now, name="end_emergency"),
    path("account/", include("carecommons.people.urls")),
    path("account/", include([view for view in sign_in.urlpatterns if view.name not in NOT_OFFERED])),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("register/", include("carecommons.site.register")),
    path("criteria/", include("carecommons.constitution.urls")),
    path("children/<uuid:child_id>/mine/", views_own.mine, name="mine"),
    path("children/", include("carecommons.children.urls")),
    path("jobs/", jobs.listing, name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.one, name="job"),
    path("jobs/<uuid:job_id>/progress/", jobs.progress, name="job_progress"),
    path("jobs/<uuid:job_id>/cancel/", jobs.cancel_now, name="cancel_job"),
    path("jobs/<uuid:job_id>/again/", jobs.again_now, name="start_job_again"),
    path("returns/", uploads.returns, name="returns"),
    path("returns/<str:code>/report/", reports.report, name="return_report"),
    path("returns/<str:code>/report/rows.csv", reports.rows, name="return_rows"),
    path("homes/public-list/", uploads.public_list, name="public_list"),
    path("homes/", include("carecommons.provision.urls")),
    path("searches/", include("carecommons.matching.urls")),
    path("invitations/", include(matching_urls.invitations)),
    path("audit/forecast/make/", forecasts.make_forecast, name="make_forecast"),
    path("audit/", include("carecommons.planning.urls")),
    path("api/v1/", views.api_reference, name="api_reference"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("", include("carecommons.decisions.urls")),
    path("api/v1/", api.urls),
]

handler400 = "carecommons.site.views.not_understood"
handler404 = "carecommons.site.views.not_found"
handler500 = "carecommons.site.views.our_fault"
