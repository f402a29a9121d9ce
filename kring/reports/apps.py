"""Tells Django about the reports package."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "kring.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
