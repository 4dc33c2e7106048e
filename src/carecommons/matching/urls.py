"""Addresses of searches. Every id is random; no child's name or reference stands in an address."""

from django.urls import path

from . import views

app_name = "matching"
urlpatterns = [
    path("", views.searches, name="searches"),
    path("new/", views.new, name="new"),
    path("emergency/", views.emergency, name="emergency"),
    path("at-home/<uuid:home_id>/", views.newcomer, name="newcomer"),
    path("<uuid:search_id>/", views.search, name="search"),
    path("mine/<uuid:child_id>/<uuid:home_id>/", views.own_home, name="own_home"),
    path("<uuid:search_id>/family/<str:rung>/", views.family, name="family"),
    path("<uuid:search_id>/family/<str:rung>/home/", views.family_home, name="family_home"),
    path("<uuid:search_id>/look/", views.look, name="look"),
    path("<uuid:search_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:search_id>/homes/", views.shortlist, name="shortlist"),
    path("<uuid:search_id>/compare/", views.compare, name="compare"),
    path("<uuid:search_id>/homes/<uuid:home_id>/", views.home, name="home"),
]
