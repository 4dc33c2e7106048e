from django.urls import path

from . import views

app_name = "decisions"
urlpatterns = [
    path("decisions/", views.listed, name="list"),
    path("decisions/new/<uuid:search_id>/", views.new, name="new"),
    path("decisions/<uuid:decision_id>/", views.one, name="one"),
    path("decisions/<uuid:decision_id>/approve/", views.approve, name="approve"),
    path("decisions/<uuid:decision_id>/send-back/", views.send_back, name="send_back"),
    path("decisions/<uuid:decision_id>/withdraw/", views.withdraw, name="withdraw"),
    path("decisions/<uuid:decision_id>/disagree/", views.disagree, name="disagree"),
    path("decisions/<uuid:decision_id>/notices/<slug:kind>/", views.notice, name="notice"),
    path("decisions/<uuid:decision_id>/notices/<slug:kind>/pdf/", views.notice_pdf, name="notice_pdf"),
    path("placements/<uuid:placement_id>/", views.placement, name="placement"),
    path("placements/<uuid:placement_id>/plan/<slug:item>/", views.plan_item, name="plan_item"),
    path("placements/<uuid:placement_id>/visits/", views.new_visit, name="new_visit"),
    path("placements/visits/<uuid:visit_id>/", views.visit_held, name="visit_held"),
    path("placements/<uuid:placement_id>/begin/", views.begin, name="begin"),
    path("placements/<uuid:placement_id>/bring/", views.bring, name="bring"),
    path("disagreements/<uuid:disagreement_id>/answer/", views.answer, name="answer"),
    path("children/<uuid:child_id>/stay/", views.stay, name="stay"),
    path("register/<int:number>/opened/", views.opened, name="opened"),
]
