"""The template environment: Jinja2, escaping by default, Vietnamese first.

A name that a page does not know is an error, never an empty place.
"""

from functools import cache
from typing import Any, cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, pass_environment
from markupsafe import Markup

from truongso.access.words import until_in_words
from truongso.support.help import shown as emphasis
from truongso.web import assets, formats


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend uses."""
    made = Environment(  # noqa: S701  (Django passes autoescape)
        **{
            **options,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n"],
        }
    )
    made.policies["ext.i18n.trimmed"] = True
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    cast("Any", made).install_gettext_callables(
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals |= {
        "url": url,
        "has_route": has_route,
        "requery": requery,
        "fixed": fixed,
        "asset": assets.asset,
        "asset_tags": assets.tags,
        "asset_preloads": assets.preloads,
        "icon": assets.icon,
    }
    made.filters |= {
        "day": formats.day,
        "short_day": formats.short_day,
        "clock": formats.clock,
        "moment": formats.moment,
        "weekday": formats.weekday,
        "weekday_no": formats.weekday_no,
        "within": formats.within,
        "ago": formats.ago,
        "number": formats.number,
        "size": formats.size,
        "initials": formats.initials,
        "until": until_in_words,
        "named": gettext,
        "emphasis": emphasis,
    }
    return made


def url(route: str, *args: object, **kwargs: object) -> str:
    """Return the address of a route by its name and values."""
    return reverse(route, args=args, kwargs=kwargs or None)


def has_route(route: str) -> bool:
    """Tell whether a route without values is there: rooms are added one by one."""
    try:
        reverse(route)
    except NoReverseMatch:
        return False
    return True


@pass_environment
def fixed(made: Environment, template: str) -> Markup:
    """Return a part that is the same on every page of a language, drawn once for each.

    The template sees no page: a name of one is an error.
    """
    draw = _drawn.__wrapped__ if made.auto_reload else _drawn
    return draw(made, template, get_language() or "")


@cache
def _drawn(made: Environment, template: str, _language: str) -> Markup:
    return Markup(made.get_template(template).render())  # noqa: S704  (a template escapes)


def requery(request: HttpRequest, **changes: object) -> str:
    """Return "?…": the page's own query with some values changed; None takes a value out."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"
