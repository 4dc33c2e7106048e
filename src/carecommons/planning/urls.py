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
    path("statistics/", views.statistics, name="statistics"),
    path("data/", views.repairs, name="repairs"),
    path("sufficiency/", views.sufficiency, name="sufficiency"),
    path("sufficiency/csv/", views.sufficiency_csv, name="sufficiency_csv"),
    path("specialist/", views.specialist, name="specialist"),
    path("specialist/csv/", views.specialist_csv, name="specialist_csv"),
]
