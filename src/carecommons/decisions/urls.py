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
    path("disagreements/<uuid:disagreement_id>/answer/", views.answer, name="answer"),
    path("decisions/<uuid:decision_id>/review/", views.ask_review, name="ask_review"),
    path("disagreements/<uuid:disagreement_id>/review/", views.review_of_no, name="review_of_no"),
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/rights/", views.rights, name="rights"),
    path("reviews/mine/", views.my_reviews, name="my_reviews"),
    path("reviews/council/", views.docket, name="docket"),
    path("reviews/panels/", views.panels, name="panels"),
    path("reviews/homes/", views.home_reviews, name="home_reviews"),
    path("reviews/homes/<uuid:decision_id>/<uuid:home_id>/", views.ask_for_home, name="ask_for_home"),
    path("reviews/<uuid:review_id>/", views.review, name="review"),
    path("reviews/<uuid:review_id>/withdraw/", views.withdraw_review, name="withdraw_review"),
    path("reviews/<uuid:review_id>/run/", views.run_review, name="run_review"),
    path("reviews/<uuid:review_id>/panel/", views.panel, name="panel"),
    path("children/<uuid:child_id>/stay/", views.stay, name="stay"),
    path("register/<int:number>/opened/", views.opened, name="opened"),
]
