"""Tells Django about the cases package."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kring.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
