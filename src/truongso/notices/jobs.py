"""Jobs of the notices: what shows goes out by e-mail once, to those who have an address."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import every
from truongso.foundation.tenancy import acting_in
from truongso.notices import actions, queries

log = logging.getLogger(__name__)

AT_ONCE = 200


@every("* * * * *", queue="mail", name="notices.mail")
def mail(*, actor: Actor) -> int:
    """Send what shows and has not been mailed; returns how many went out.

    One message a person and run, with all that is new for him. Sending lies between two
    transactions; a message that could not be sent is tried again in the next minute.
    """
    now = clock.now()
    with acting_in(actor.school_id):
        waiting = list(queries.to_mail(actor, now=now)[:AT_ONCE])
    by_person: dict[str, list[int]] = {}
    for place, notice in enumerate(waiting):
        by_person.setdefault(notice.to.email, []).append(place)
    sent = []
    if by_person:
        with get_connection() as connection:
            for address, places in by_person.items():
                body = "\n\n".join(
                    f"{waiting[place].text}\n{settings.PUBLIC_URL}{waiting[place].url}"
                    for place in places
                )
                subject = _("Trường Số: %(count)d thông báo mới") % {"count": len(places)}
                message = EmailMessage(subject, body, to=[address], connection=connection)
                try:
                    message.send()
                except (SMTPException, OSError):
                    log.warning("mail of school %s could not be sent", actor.school_id)
                    continue
                sent += [waiting[place].id for place in places]
    actions.mark_mailed(actor=actor, notice_ids=sent, now=now)
    return len(sent)
