"""Addresses of one's own account."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("", views.account, name="account"),
    path("role/", views.choose_role, name="choose_role"),
    path("language/", views.choose_language, name="language"),
    path("second-step/", views.second_step, name="second_step"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revoke/", views.revoke, name="revoke_token"),
    path("try/<uuid:account_id>/", views.demo_sign_in, name="demo_sign_in"),
]
