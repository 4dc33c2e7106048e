"""Addresses of this room. A child is named by a random id; no reference or name stands in an address."""

from django.urls import path

from . import views

app_name = "children"
urlpatterns = [
    path("", views.caseload, name="caseload"),
    path("add/", views.add_child, name="add"),
    path("<uuid:child_id>/", views.record, name="record"),
    path("<uuid:child_id>/complete/", views.complete, name="complete"),
    path("<uuid:child_id>/needs/", views.needs, name="needs"),
    path("<uuid:child_id>/needs/check/", views.check, name="needs_check"),
    path("<uuid:child_id>/needs/discard/", views.discard, name="needs_discard"),
    path("<uuid:child_id>/needs/compare/", views.compare, name="compare"),
    path("<uuid:child_id>/needs/over-time/", views.course_of_needs, name="over_time"),
    path("<uuid:child_id>/needs/meeting/", views.meeting, name="meeting"),
    path("<uuid:child_id>/needs/meeting.pdf", views.meeting_pdf, name="meeting_pdf"),
    path("<uuid:child_id>/needs/<str:part>/", views.part, name="needs_part"),
    path("<uuid:child_id>/school/", views.schooling, name="schooling"),
    path("<uuid:child_id>/story/", views.story, name="story"),
    path("<uuid:child_id>/story/add/", views.add_story, name="add_story"),
    path("<uuid:child_id>/wishes/", views.wishes, name="wishes"),
    path("<uuid:child_id>/wishes/add/", views.add_wish, name="add_wish"),
    path("<uuid:child_id>/connections/", views.connections, name="connections"),
    path("<uuid:child_id>/connections/add/", views.add_connection, name="add_connection"),
    path("<uuid:child_id>/connections/avoid/", views.add_avoided, name="add_avoided"),
    path("<uuid:child_id>/connections/siblings/", views.siblings, name="siblings"),
    path("<uuid:child_id>/next-home/", views.carried, name="carried"),
    path("<uuid:child_id>/secure/", views.secure, name="secure"),
    path("<uuid:child_id>/secure/end/", views.end_secure, name="end_secure"),
    path("<uuid:child_id>/protected/", views.protected, name="protected"),
    path("<uuid:child_id>/shared/", views.shared, name="shared"),
    path("<uuid:child_id>/mine/needs/", views.own_needs, name="own_needs"),
    path("<uuid:child_id>/mine/needs/<str:part>/", views.own_need, name="own_need"),
    path("<uuid:child_id>/mine/advocate/", views.advocate, name="advocate"),
    path("<uuid:child_id>/mine/keep/<str:form>/", views.keep, name="keep"),
    path("<uuid:child_id>/mine/say/", views.say, name="say"),
    path("<uuid:child_id>/mine/tell/", views.tell, name="tell"),
]
