"""The porch as a Django application: the last one, so it has no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The porch."""

    name = "truongso.web"
