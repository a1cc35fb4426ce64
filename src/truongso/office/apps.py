"""The office as a Django application: it tells which of its papers are signed."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The office."""

    name = "truongso.office"

    def ready(self) -> None:
        """Tell the seal room of the minutes of accounts."""
        from truongso.office import signed

        signed.register()
