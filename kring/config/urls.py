"""Every address of Kring on one screen, grouped under its prefix."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = [
    # Signing in. Nobody signs up: the school makes the accounts.
    path("aanmelden/", account.login, name="account_login"),
    path("aanmelden/gesloten/", account.account_inactive, name="account_inactive"),
    path("afmelden/", account.logout, name="account_logout"),
    path("wachtwoord/", account.password_change, name="account_change_password"),
]
