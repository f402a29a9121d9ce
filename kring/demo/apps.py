"""Tells Django about the demo package."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kring.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
