"""A person's own uploads, files with their facts, and what the upkeep looks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from truongso.documents.models import Blob, Paper, StoredFile, Upload
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.roster.queries import policy
from truongso.rules.intake import Waiting
from truongso.rules.verdict import Violation

ON_ITS_WAY = (Upload.State.RECEIVING, Upload.State.CHECKING)
NOT_USED = (*ON_ITS_WAY, Upload.State.READY)
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a page shows of a file.

    `size` in bytes. `pages` are those of the original, `readable_pages` those of the PDF for
    reading (None when there is none or they are unknown). `rendition`: "itself", "waiting", "done",
    "no_converter", "failed", "picture" or "none" (a table).
    """

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    pages: int | None
    readable_pages: int | None
    rendition: str
    notes: tuple[Violation, ...]

    @property
    def readable(self) -> bool:
        """Tell whether there is something to read on screen: a PDF, or a picture."""
        states = StoredFile.Rendition
        return self.rendition in (states.ITSELF, states.DONE, states.PICTURE)

    @property
    def picture(self) -> bool:
        """Tell whether it is a picture, looked at as it is."""
        return self.rendition == StoredFile.Rendition.PICTURE


def own(actor: Actor, upload_id: UUID) -> Upload:
    """Return one of the actor's own uploads, with its file. Raises Missing."""
    rows = Upload.objects.of(actor).select_related("file__blob")
    return _one(rows.filter(pk=upload_id, owner_id=actor.person))


def locked_own(actor: Actor, upload_id: UUID) -> Upload:
    """Return one of the actor's own uploads, held until the transaction ends. Raises Missing."""
    rows = Upload.objects.of(actor).select_for_update()
    return _one(rows.filter(pk=upload_id, owner_id=actor.person))


def locked(owner: InSchool, upload_id: UUID) -> Upload | None:
    """Return an upload, held until the transaction ends; None when it is gone."""
    return Upload.objects.of(owner).select_for_update().filter(pk=upload_id).first()


def recent(actor: Actor) -> list[Upload]:
    """Return the actor's uploads that are not used yet, the refused too, the latest first."""
    rows = Upload.objects.of(actor).filter(owner_id=actor.person)
    rows = rows.exclude(state=Upload.State.USED).select_related("file__blob")
    return list(rows.order_by("-opened_at", "-id")[:MOST_SHOWN])


def waiting(actor: Actor) -> Waiting:
    """Return how much of the actor's is on its way or not used yet."""
    rows = Upload.objects.of(actor).filter(owner_id=actor.person, state__in=NOT_USED)
    found = rows.aggregate(count=Count("id"), size=Sum("size"))
    return Waiting(found["count"], found["size"] or 0)


def stored(owner: InSchool, file_id: UUID) -> StoredFile:
    """Return a file with its bytes' rows. Raises Missing."""
    rows = StoredFile.objects.of(owner).select_related("blob", "rendition_blob", "text_blob")
    found = rows.filter(pk=file_id).first()
    if found is None:
        raise Missing
    return found


def facts(owner: InSchool, file_ids: Iterable[UUID]) -> dict[UUID, FileFacts]:
    """Return the facts of files by id, in one query; unknown ids are left out."""
    rows = StoredFile.objects.of(owner).filter(pk__in=set(file_ids)).select_related("blob")
    return {row.id: facts_of(row) for row in rows}


def facts_of(row: StoredFile) -> FileFacts:
    """Return the facts of a file whose blob has been fetched."""
    itself = row.rendition in (StoredFile.Rendition.ITSELF, StoredFile.Rendition.PICTURE)
    return FileFacts(
        row.id,
        row.name,
        row.media_type,
        row.blob.size,
        row.blob.sha256,
        row.pages,
        row.pages if itself else row.rendition_pages,
        row.rendition,
        violations(row.notes, row.name),
    )


def violations(lines: Iterable[list[object]], name: str) -> tuple[Violation, ...]:
    """Return what a row keeps of an inspection as it was; each sentence knows the file's name."""
    return tuple(
        Violation(str(code), "file", {"name": name, **(values if isinstance(values, dict) else {})})
        for code, values in lines
    )


def unreferenced() -> SchoolRows[Blob]:
    """Return the bytes that no file is made of."""
    return Blob.objects.filter(
        *(
            ~Exists(
                StoredFile.objects.filter(school_id=OuterRef("school_id"), **{key: OuterRef("pk")})
            )
            for key in ("blob_id", "rendition_blob_id", "text_blob_id")
        )
    )


def swept_uploads(
    owner: InSchool, states: Iterable[str], *, before: datetime, most: int
) -> list[UUID]:
    """Return the ids of uploads in these states that were opened before a moment."""
    rows = Upload.objects.of(owner).filter(state__in=states, opened_at__lt=before)
    return list(rows.order_by("opened_at").values_list("pk", flat=True)[:most])


def unconverted(owner: InSchool, *, lost_before: datetime, most: int) -> list[UUID]:
    """Return the ids of Word files whose PDF was postponed, or waits since before a moment; the
    oldest first.
    """
    states = StoredFile.Rendition
    lost = Q(rendition=states.WAITING, added_at__lt=lost_before)
    rows = StoredFile.objects.of(owner).filter(lost | Q(rendition=states.NO_CONVERTER))
    return list(rows.order_by("id").values_list("pk", flat=True)[:most])


def _one(rows: SchoolRows[Upload]) -> Upload:
    found = rows.first()
    if found is None:
        raise Missing
    return found


def most_bytes(actor: Actor, at: datetime) -> int:
    """Return the size of the largest file the school takes in, bytes."""
    return policy(actor, local_day(at)).max_file_bytes


def papers(owner: InSchool) -> SchoolRows[Paper]:
    """Return the papers made here, the latest first, with whom they are about."""
    rows = Paper.objects.of(owner).select_related("about", "made_by")
    return rows.prefetch_related("confirmations").order_by("-made_at", "-number")


def paper(owner: InSchool, paper_id: UUID) -> Paper:
    """Return one paper. Raises Missing."""
    if row := papers(owner).filter(pk=paper_id).first():
        return row
    raise Missing


def latest_paper(owner: InSchool, kind: str, about: UUID) -> Paper | None:
    """Return the latest paper of a kind about a person, if there is one."""
    return papers(owner).filter(kind=kind, about_id=about).first()
