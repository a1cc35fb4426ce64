"""What time it is. Only doors may ask; everything behind them takes the time as a value."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the current moment, aware, in UTC.

    Installations for trying out may shift it (TRUONGSO_CLOCK_SHIFT); others refuse the setting.
    """
    moment: datetime = timezone.now()  # noqa: TID251  (the one place)
    return moment + timedelta(seconds=settings.CLOCK_SHIFT)
