"""The gradebook as a Django application: it tells which of its papers are signed."""

from django.apps import AppConfig


class GradebookConfig(AppConfig):
    """The gradebook."""

    name = "truongso.gradebook"

    def ready(self) -> None:
        """Tell the seal room of the minutes of corrections."""
        from truongso.gradebook import signed

        signed.register()
