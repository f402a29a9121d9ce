"""Tells Django about the config package."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "kring.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kring.config import checks  # noqa: F401 - importing it registers the checks
        from kring.own_word import fill_in_every_translation

        fill_in_every_translation()
