from django.urls import path

from . import views

app_name = "constitution"
urlpatterns = [
    path("", views.in_force, name="in_force"),
    path("numbers/", views.numbers, name="numbers"),
    path("child/", views.childs_rights, name="childs_rights"),
    path("behind/", views.behind, name="behind"),
    path("<int:number>/", views.version, name="version"),
]
