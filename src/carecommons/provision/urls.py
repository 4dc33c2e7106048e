"""Addresses of the register of homes. A home is named by a random id; no name or place stands in an address."""

from django.urls import path

from . import views

app_name = "provision"
urlpatterns = [
    path("", views.homes, name="homes"),
    path("add/", views.add, name="add"),
    path("providers/", views.providers, name="providers"),
    path("providers/add/", views.add_provider, name="add_provider"),
    path("providers/add-owner/", views.add_owner, name="add_owner"),
    path("providers/<uuid:provider_id>/checked/", views.verify_provider, name="verify_provider"),
    path("providers/<uuid:provider_id>/agreement/", views.add_agreement, name="add_agreement"),
    path("<uuid:home_id>/close/", views.close, name="close"),
    path("map/", views.map_page, name="map"),
    path("owners/", views.owners, name="owners"),
    path("owner/", views.owner, name="owner"),
    path("council/<str:council>/", views.council, name="council"),
    path("vacancies/", views.vacancies, name="vacancies"),
    path("evidence/", views.evidence, name="evidence"),
    path("<uuid:home_id>/evidence/<uuid:evidence_id>/", views.document, name="document"),
    path("<uuid:home_id>/evidence/<uuid:evidence_id>/send/", views.send, name="send"),
    path("<uuid:home_id>/evidence/<uuid:evidence_id>/file/", views.file, name="file"),
    path("<uuid:home_id>/", views.home, name="home"),
    path("<uuid:home_id>/terms/", views.terms, name="terms"),
    path("<uuid:home_id>/free/", views.free, name="free"),
    path("<uuid:home_id>/able/", views.able, name="able"),
    path("<uuid:home_id>/read/<uuid:evidence_id>/", views.read, name="read"),
    path("<uuid:home_id>/levels/", views.levels, name="levels"),
    path("<uuid:home_id>/accept/", views.accept, name="accept"),
    path("<uuid:home_id>/levels/checked/", views.accept_levels, name="accept_levels"),
    path("<uuid:home_id>/together/", views.together, name="together"),
]
