"""Tells Django about the trail package."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "kring.trail"
    label = "trail"
    default_auto_field = "django.db.models.BigAutoField"
