"""The seal room as a Django application: its papers answer on the pages for everybody."""

from django.apps import AppConfig


class SealConfig(AppConfig):
    """The seal room."""

    name = "truongso.seal"

    def ready(self) -> None:
        """Connect the sealed papers to the public pages."""
        from truongso.seal.queries import connected, public

        public.connect(connected.SealedPapers())
