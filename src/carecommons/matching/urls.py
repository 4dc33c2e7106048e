"""Addresses of searches. Every id is random; no child's name or reference stands in an address."""

from django.urls import path

from . import views

app_name = "matching"
urlpatterns = [
    path("", views.searches, name="searches"),
    path("new/", views.new, name="new"),
    path("emergency/", views.emergency, name="emergency"),
    path("at-home/<uuid:home_id>/", views.newcomer, name="newcomer"),
    path("shortlisted/", views.details, name="details"),
    path("shortlisted/<uuid:detail_id>/", views.detail, name="detail"),
    path("meetings/<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/paper.pdf", views.meeting_pdf, name="meeting_pdf"),
    path("causes/", views.causes, name="causes"),
    path("relatives/<uuid:child_id>/", views.relatives, name="relatives"),
    path("relatives/<uuid:child_id>/assess/", views.assess, name="assess"),
    path("relatives/assessments/<uuid:assessment_id>/approve/", views.approve, name="approve_for_a_time"),
    path("relatives/approvals/<uuid:approval_id>/longer/", views.longer, name="extend_approval"),
    path("relatives/approvals/<uuid:approval_id>/close/", views.end_early, name="close_approval"),
    path("<uuid:search_id>/prevention/", views.prevention, name="prevention"),
    path("<uuid:search_id>/", views.search, name="search"),
    path("mine/<uuid:child_id>/order/", views.own_order, name="own_order"),
    path("mine/<uuid:child_id>/visits/<uuid:visit_id>/", views.own_visit, name="own_visit"),
    path("mine/<uuid:child_id>/<uuid:home_id>/", views.own_home, name="own_home"),
    path("<uuid:search_id>/meetings/", views.meetings, name="meetings"),
    path("<uuid:search_id>/meetings/new/", views.new_meeting, name="new_meeting"),
    path("<uuid:search_id>/homes/<uuid:home_id>/before/", views.before, name="before"),
    path("<uuid:search_id>/family/<str:rung>/", views.family, name="family"),
    path("<uuid:search_id>/family/<str:rung>/home/", views.family_home, name="family_home"),
    path("<uuid:search_id>/look/", views.look, name="look"),
    path("<uuid:search_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:search_id>/homes/", views.shortlist, name="shortlist"),
    path("<uuid:search_id>/compare/", views.compare, name="compare"),
    path("<uuid:search_id>/homes/<uuid:home_id>/", views.home, name="home"),
    path("<uuid:search_id>/invite/", views.invite, name="invite"),
    path("<uuid:search_id>/log/", views.log, name="log"),
    path("<uuid:search_id>/log/questions/<uuid:question_id>/", views.answer, name="answer"),
    path("<uuid:search_id>/log/close/", views.close, name="close"),
    path("<uuid:search_id>/log/call-off/", views.call_off, name="call_off"),
    path("<uuid:search_id>/log/<uuid:invitation_id>/", views.write_down, name="write_down"),
    path("<uuid:search_id>/log/<uuid:invitation_id>/accept/<int:version>/", views.accept, name="accept"),
]
# What a home is asked stands at an address of its own: nothing in it names a search.
invitations = (
    [
        path("", views.inbox, name="inbox"),
        path("<uuid:invitation_id>/", views.invitation, name="one"),
        path("<uuid:invitation_id>/ask/", views.ask, name="ask"),
        path("<uuid:invitation_id>/offer/", views.offer, name="offer"),
        path("<uuid:invitation_id>/decline/", views.decline, name="decline"),
    ],
    "invitations",
)
