"""Tells Django about the vault package."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "kring.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kring.vault import checks  # noqa: F401  # importing it registers the check
