"""Tells Django about the web package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kring.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
