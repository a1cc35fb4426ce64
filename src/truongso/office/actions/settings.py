"""What a school decides for itself: from a day on, by the principal, never overwritten."""

from datetime import datetime

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.roster import queries
from truongso.roster.models import SchoolSetting
from truongso.rules.authority import Whose
from truongso.rules.policy import school_rules
from truongso.rules.verdict import Violation


@act
def set_rule(*, actor: Actor, key: str, value: str | int, now: datetime) -> bool:
    """Set one of the school's own rules from today on. Returns False when it stood so already.

    Raises Missing (no such rule), NotAllowed, RuleBroken (a value it cannot have).
    """
    one_at_a_time("school_rule", actor.school_id, key)
    rule = next((rule for rule in school_rules() if rule.key == key), None)
    if rule is None:
        raise Missing
    duty = gate.require(actor, "school.set_rules", Whose(), at=now)

    if not rule.accepts(value):
        params = {"name": rule.name, "value": value}
        raise RuleBroken(Violation("rule.unknown_value", key, params))
    day = local_day(now)
    before = queries.policy(actor, day).values[key]
    if before == value:
        return False

    SchoolSetting.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        key=key,
        value=value,
        valid_from=day,
        decided_at=now,
        decided_by_id=actor.person,
    )
    deed = Deed("office.rule_set", f"rule:{key}", [(key, before, value)])
    journal.record(actor, duty, deed, at=now)
    return True
