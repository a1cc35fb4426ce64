"""What the forms about keys ask for."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from truongso.foundation.asked import Asked
from truongso.rules.signing import Kind, Why
from truongso.seal.actions.own_keys import KeyAsked
from truongso.seal.words import KINDS, REASONS

SECRET = 200


def key_in(fields: QueryDict, usual: str, *, secret: bool) -> KeyAsked:
    """Return the key asked for; `usual`: its name when none is given. Raises RuleBroken."""
    asked = Asked(fields)
    kind = asked.choice("kind", _("loại khóa"), KINDS)
    name = asked.line("name", _("tên khóa"), most=60, required=False)
    said: dict[str, str] = {}
    if kind == Kind.PKCS12:
        said["file"] = str(fields.get("file", ""))
    elif kind == Kind.PKCS11:
        said["token"] = asked.line("token", _("tên thiết bị"), most=32)
        said["key"] = asked.line("key", _("tên khóa trên thiết bị"), most=100, required=False)
    elif kind == Kind.CSC:
        said["user"] = asked.line("user", _("tài khoản ở dịch vụ"), most=100)
        label = _("mã chứng thư ở dịch vụ")
        said["credential"] = asked.line("credential", label, most=100, required=False)
    asked.done()
    typed = secret_in(fields) if secret else ""
    repeated = str(fields.get("repeated", ""))[:SECRET]
    return KeyAsked(Kind(kind), name or usual, typed, repeated, said)


def secret_in(fields: QueryDict, name: str = "secret") -> str:
    """Return a secret just as it was typed."""
    return str(fields.get(name, ""))[:SECRET]


def revoking_in(fields: QueryDict) -> tuple[Why, str]:
    """Return why a key is revoked, and the reason in words. Raises RuleBroken."""
    asked = Asked(fields)
    why = asked.choice("why", _("lí do"), REASONS)
    reason = asked.line("reason", _("ghi chú lí do"), most=400)
    asked.done()
    return Why(why), reason
