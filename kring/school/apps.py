"""Tells Django about the school package."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    name = "kring.school"
    label = "school"
    default_auto_field = "django.db.models.BigAutoField"
