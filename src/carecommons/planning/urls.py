from django.urls import path

from . import views

app_name = "planning"
urlpatterns = [
    path("", views.audit, name="audit"),
    path("years/", views.trends, name="trends"),
    path("changes/", views.changes, name="changes"),
    path("forecast/", views.forecast, name="forecast"),
    path("answers/", views.answering, name="answering"),
    path("officers/", views.officers, name="officers"),
    path("data/", views.repairs, name="repairs"),
]
