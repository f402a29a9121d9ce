"""Tells Django about the mail package."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "kring.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"
