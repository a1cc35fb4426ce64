"""What a refused form of support shows beside its fields."""

from truongso.foundation.errors import UserError, sentence


def by_field(error: UserError) -> dict[str, str]:
    """Return the sentences of a refusal by field; "" for those about the whole act."""
    found: dict[str, list[str]] = {}
    for violation in error.violations:
        found.setdefault(violation.at, []).append(sentence(violation))
    return {at: " ".join(dict.fromkeys(said)) for at, said in found.items()}
