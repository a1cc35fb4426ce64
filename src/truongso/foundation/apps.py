"""The foundation as a Django application: raises the walls after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    """The foundation."""

    name = "truongso.foundation"

    def ready(self) -> None:
        """After the last application is migrated, raise the walls."""
        from django.apps import apps

        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(_raise_walls, sender=last)


def _raise_walls(using: str = "default", **_: Any) -> None:
    from truongso.foundation.walls import raise_walls

    raise_walls(using)
