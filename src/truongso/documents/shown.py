"""An upload as the page's script gets it: state, sentences, what can be read."""

from django.urls import reverse

from truongso.documents.models import Upload
from truongso.documents.queries import facts_of, violations
from truongso.foundation.errors import sentence

__all__ = ["Upload", "upload"]


def upload(row: Upload) -> dict[str, object]:
    """Return an upload as plain values; sentences are in the language of the page.

    `state`: "receiving", "checking", "ready", "refused" or "used". `rendition` and what follows
    only when it is ready: see FileFacts.
    """
    told: dict[str, object] = {
        "id": str(row.id),
        "name": row.name,
        "purpose": row.purpose,
        "size": row.size,
        "received": row.received,
        "state": row.state,
        "opened_at": row.opened_at.isoformat(),
        "problems": [sentence(one) for one in violations(row.problems, row.name)],
    }
    if row.file is None:
        return told
    facts = facts_of(row.file)
    return told | {
        "pages": facts.readable_pages,
        "rendition": facts.rendition,
        "notes": [sentence(note) for note in facts.notes],
        "original_url": reverse("upload_original", args=[row.id]),
        "readable_url": reverse("upload_readable", args=[row.id]) if facts.readable else None,
    }
