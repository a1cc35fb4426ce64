"""A verdict as JSON and back: what a process that may have been taken over says is read warily."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from truongso.foundation.text import clean_line
from truongso.rules.messages import SENTENCES
from truongso.seal.verifying.facts import (
    Certificate,
    Remark,
    Result,
    Signature,
    Standing,
    Verdict,
)

MOST = 300
TEXTS = ("field", "signer", "role", "behalf", "level")
CERTIFICATE_TEXTS = ("subject", "organisation", "issuer", "serial", "sha256")


def as_plain(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as JSON: moments in ISO, the results beside what they come from."""
    told: dict[str, Any] = _plain(asdict(verdict))
    told["result"] = verdict.result.value
    for one, said in zip(verdict.signatures, told["signatures"], strict=True):
        said["result"] = one.result.value
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def of_plain(told: Mapping[str, Any]) -> Verdict:
    """Return the verdict. Raises KeyError, TypeError, ValueError for anything but one."""
    return Verdict(
        sha256=_text(told["sha256"]),
        size=int(told["size"]),
        remarks=_remarks(told["remarks"]),
        signatures=tuple(_signature(one) for one in told["signatures"]),
        revision=int(told["revision"]),
    )


def _signature(told: Mapping[str, Any]) -> Signature:
    return Signature(
        **{name: _text(told[name]) for name in TEXTS},
        at=_moment(told["at"]),
        proved=bool(told["proved"]),
        whole=bool(told["whole"]),
        later=tuple(_text(one) for one in told["later"]),
        certificate=_certificate(told["certificate"]),
        remarks=_remarks(told["remarks"]),
    )


def _certificate(told: Mapping[str, Any] | None) -> Certificate | None:
    if told is None:
        return None
    return Certificate(
        **{name: _text(told[name]) for name in CERTIFICATE_TEXTS},
        valid_from=datetime.fromisoformat(told["valid_from"]),
        valid_until=datetime.fromisoformat(told["valid_until"]),
        then=Standing(told["then"]),
        now=Standing(told["now"]),
        revoked_at=_moment(told["revoked_at"]),
    )


def _remarks(told: list[Mapping[str, Any]]) -> tuple[Remark, ...]:
    return tuple(
        Remark(
            _known(one["code"]),
            {str(name): _value(value) for name, value in one["params"].items()},
            Result(one["result"]),
        )
        for one in told
    )


def _known(code: str) -> str:
    if code not in SENTENCES:
        raise KeyError(code)
    return code


def _moment(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)


def _text(value: object) -> str:
    return clean_line(str(value))[:MOST]


def _value(value: object) -> str | int:
    return value if isinstance(value, int) else _text(value)
