"""Tells Django about the backup package."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "kring.backup"
    label = "backup"
    default_auto_field = "django.db.models.BigAutoField"
