"""Every address of Kring on one screen, grouped under its prefix."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("aanmelden/", include("allauth.account.urls")),
]
