"""Which kinds of papers are signed here; each room tells it of its own when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from truongso.documents.models import Paper
from truongso.foundation.actor import Actor


def _nobody(_actor: Actor, _paper: Paper, _at: datetime) -> bool:
    return False


def _nothing(_actor: Actor, _paper: Paper, _at: datetime) -> None:
    return None


@dataclass(frozen=True, slots=True)
class SignedKind:
    """A kind of paper that is signed.

    `name`: in Vietnamese, marked for translation. `may_sign`: the act of the table of rights that
    lets somebody sign a slot without a name. `may_read`: whether somebody without a slot may see
    the paper. `when_signed`: called in the act that puts the last signature.
    """

    kind: str
    name: str
    may_sign: str = ""
    may_read: Callable[[Actor, Paper, datetime], bool] = _nobody
    when_signed: Callable[[Actor, Paper, datetime], None] = _nothing


_known: dict[str, SignedKind] = {}


def register(kind: SignedKind) -> None:
    """Tell of a kind; the same one twice changes nothing."""
    _known[kind.kind] = kind


def known(kind: str) -> SignedKind:
    """Return what is known of a kind; a stranger is nobody's to read and to sign."""
    return _known.get(kind) or SignedKind(kind, kind)


def acts() -> frozenset[str]:
    """Return the acts by which slots without a name are signed."""
    return frozenset(one.may_sign for one in _known.values() if one.may_sign)
