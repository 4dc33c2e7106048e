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
    path("placements/<uuid:placement_id>/life/", views.life, name="life"),
    path("placements/<uuid:placement_id>/visit/", views.record_visit, name="record_visit"),
    path("placements/<uuid:placement_id>/review/", views.record_review, name="record_review"),
    path("placements/<uuid:placement_id>/health/", views.record_health, name="record_health"),
    path("placements/<uuid:placement_id>/contact/", views.record_contact, name="record_contact"),
    path("placements/<uuid:placement_id>/time/", views.record_time, name="record_time"),
    path("placements/<uuid:placement_id>/sign/", views.answer_sign, name="answer_sign"),
    path("placements/<uuid:placement_id>/how/", views.how, name="how"),
    path("disagreements/<uuid:disagreement_id>/answer/", views.answer, name="answer"),
    path("children/<uuid:child_id>/stay/", views.stay, name="stay"),
    path("register/<int:number>/opened/", views.opened, name="opened"),
]
