"""Jobs of the notices: what shows goes out by e-mail once, to those who have an address."""

import logging
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import every
from truongso.foundation.tenancy import acting_in
from truongso.notices import actions, letters, queries

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
    if not waiting:
        return 0
    waiting.sort(key=lambda notice: notice.to.email)
    sent = []
    with get_connection() as connection:
        for address, group in groupby(waiting, lambda notice: notice.to.email):
            notices = list(group)
            lines = [letters.Line(notice.text, notice.url) for notice in notices]
            subject, body = letters.letter(notices[0].to.full_name, lines, settings.PUBLIC_URL)
            try:
                EmailMessage(subject, body, to=[address], connection=connection).send()
            except (SMTPException, OSError):
                log.warning("mail of school %s could not be sent", actor.school_id)
                continue
            sent += [notice.id for notice in notices]
    actions.mark_mailed(actor=actor, notice_ids=sent, now=now)
    return len(sent)
