"""What support's forms ask for."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from truongso.foundation.asked import Asked
from truongso.support import state
from truongso.support.actions.requests import Asking, PageState

MOST_TEXT = 2000


def asking_in(sent: QueryDict, *, agent: str, duties: str) -> Asking:
    """Return what is asked, with the state of the page made harmless. Raises RuleBroken."""
    asked = Asked(sent)
    wanted = asked.text("wanted", _("Thầy/Cô muốn làm gì"), most=MOST_TEXT)
    happened = asked.text("happened", _("Điều đã xảy ra"), most=MOST_TEXT, required=False)
    asked.done()
    path = state.clean_path(str(sent.get("page", "")))
    page = PageState(
        route=state.route_of(path) if path else "",
        path=path,
        problem=state.code_of(str(sent.get("problem", ""))),
        browser=state.browser_words(agent),
        width=state.clean_width(str(sent.get("width", ""))),
        duties=duties[:300],
    )
    return Asking(wanted, happened, page)


def reply_in(sent: QueryDict) -> str:
    """Return what is answered. Raises RuleBroken."""
    asked = Asked(sent)
    text = asked.text("text", _("Nội dung trả lời"), most=MOST_TEXT)
    asked.done()
    return text
