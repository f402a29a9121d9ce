"""Tells Django about the config package."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "kring.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"
