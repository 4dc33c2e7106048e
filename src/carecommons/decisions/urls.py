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
    path("letters/", views.letters, name="letters"),
    path("letters/<uuid:letter_id>/", views.letter, name="letter"),
    path("disagreements/<uuid:disagreement_id>/answer/", views.answer, name="answer"),
    path("children/<uuid:child_id>/stay/", views.stay, name="stay"),
    path("register/<int:number>/opened/", views.opened, name="opened"),
]
