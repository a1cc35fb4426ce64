"""Replaying the demo's story through the real acts: what stands in the demo was really done."""

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from uuid import UUID

from truongso.access.actions import delegations
from truongso.access.queries import duties_of
from truongso.approvals.flow import Note
from truongso.approvals.models import Submission
from truongso.audit import journal
from truongso.demo.founded import Founded
from truongso.demo.makers import MadeFile
from truongso.demo.story import Deed, Lending, Step, Story, StoryPaper
from truongso.documents.models import Blob, StoredFile, Upload
from truongso.foundation.actor import SYSTEM_DUTY, Actor, system_actor
from truongso.foundation.files import blob_key, store
from truongso.foundation.ids import new_id
from truongso.planning.actions import education, lessons, review, versions
from truongso.planning.models import Plan
from truongso.rules.approval import Move
from truongso.rules.authority import Duty, Held
from truongso.rules.intake import MEDIA_TYPES

Rendition = StoredFile.Rendition
MOVES = {Deed.APPROVE: Move.APPROVE, Deed.SEND_BACK: Move.SEND_BACK}


@dataclass
class Replay:
    """Plays steps in the order of time, in the caller's transaction of the school.

    Remembers which plan each paper became, and which delegations were given.
    """

    founded: Founded
    story: Story
    file_of: Callable[[Step], MadeFile]
    plans: dict[str, UUID] = field(default_factory=dict)
    lent: list[Lending] = field(default_factory=list)
    duties: dict[tuple[str, tuple[bool, ...]], tuple[Held, ...]] = field(default_factory=dict)

    def lend(self, lending: Lending) -> None:
        """Give a delegation as its giver."""
        giver = self.actor(lending.giver, lending.given_at)
        asked = delegations.Lending(
            giver_duty_id=self.founded.duties[lending.giver, Duty.DEPARTMENT_HEAD].id,
            receiver_id=self.founded.staff[lending.receiver].id,
            acts=lending.acts,
            since=lending.since,
            until=lending.until,
            note="Phân công tổ phó duyệt kế hoạch",
        )
        delegations.delegate(actor=giver, asked=asked, now=lending.given_at)
        self.lent.append(lending)

    def play(self, step: Step) -> None:
        """Do one step as the person of the story."""
        actor = self.actor(step.by, step.at)
        paper = self.story.papers[step.paper]
        if step.deed is Deed.DRAFT:
            self._draft(actor, paper, step)
            return
        plan_id = self.plans[step.paper]
        if step.deed is Deed.SUBMIT:
            versions.hand_in_drafts(actor=actor, plan_ids=[plan_id], now=step.at)
        elif step.deed is Deed.WITHDRAW:
            versions.withdraw(actor=actor, plan_id=plan_id, now=step.at)
        else:
            self._review(actor, plan_id, step)

    def actor(self, login: str, at: datetime) -> Actor:
        """A person of the school with the duties he held at a moment; asked for once a state."""
        person = self.founded.staff[login]
        lent = tuple(loan.since <= at < loan.until for loan in self.lent)
        if (login, lent) not in self.duties:
            self.duties[login, lent] = duties_of(self.founded, person.id, at)
        duties = self.duties[login, lent]
        return Actor(self.founded.id, person.full_name, person.id, None, duties, "127.0.0.1")

    def _draft(self, actor: Actor, paper: StoryPaper, step: Step) -> None:
        file_name = paper.versions[step.version - 1].file_name
        upload_id = self._uploaded(actor, file_name, self.file_of(step), step.at)
        if step.version > 1:
            versions.hand_in_new_version(
                actor=actor,
                plan_id=self.plans[step.paper],
                upload_id=upload_id,
                note="Đã sửa theo nhận xét",
                seen_no=step.version - 1,
                as_draft=True,
                now=step.at,
            )
        elif paper.week_no is None:
            self.plans[step.paper] = self._education_plan(actor, paper, upload_id, step.at)
        else:
            self.plans[step.paper] = self._lesson_plan(actor, paper, upload_id, step.at)

    def _lesson_plan(self, actor: Actor, paper: StoryPaper, upload_id: UUID, at: datetime) -> UUID:
        key = (paper.subject, paper.grade or 0, paper.extra_class)
        offer = lessons.Offer(
            upload_id,
            tuple(self.founded.lessons[*key, no].id for no in paper.lessons),
            tuple(self.founded.classes[name].id for name in paper.classes),
        )
        made = lessons.hand_in(
            actor=actor, batch_id=new_id(), offers=[offer], as_draft=True, now=at
        )
        return made.plan_ids[0]

    def _education_plan(
        self, actor: Actor, paper: StoryPaper, upload_id: UUID, at: datetime
    ) -> UUID:
        department = self.founded.departments.get(paper.department)
        asked = education.EducationPlan(
            kind=paper.kind,
            upload_id=upload_id,
            subject=paper.subject,
            grade=paper.grade,
            department_id=department.id if department else None,
        )
        plan: Plan = education.hand_in_education_plan(
            actor=actor, batch_id=new_id(), asked=asked, as_draft=True, now=at
        )
        return plan.id

    def _review(self, actor: Actor, plan_id: UUID, step: Step) -> None:
        rows = Submission.objects.of(self.founded).filter(subject_id=plan_id)
        submission_id = rows.get(version_no=step.version).id
        if step.deed is Deed.OPEN:
            review.open_for_review(actor=actor, submission_id=submission_id, now=step.at)
            return
        notes = tuple(Note(remark.text, remark.page or None) for remark in step.remarks)
        choice = review.Choice((submission_id,), MOVES[step.deed], notes, step.reference)
        review.decide(actor=actor, batch_id=new_id(), choice=choice, now=step.at)

    def _uploaded(self, actor: Actor, name: str, made: MadeFile, at: datetime) -> UUID:
        """Put a file where the intake leaves one that it has found good, with its journal line."""
        blobs = self._blobs(made, at)
        content, text = blobs["content"], blobs.get("text")
        readable = blobs.get("rendition")
        file = StoredFile.objects.create(
            school_id=actor.school_id,
            blob=content,
            name=name,
            media_type=MEDIA_TYPES[made.suffix],
            pages=made.pages,
            added_by_id=actor.staff_id,
            added_at=at,
            rendition=Rendition.DONE if readable else Rendition.ITSELF,
            rendition_blob=readable,
            rendition_pages=made.rendition_pages,
            text_blob=text,
        )
        upload = Upload.objects.create(
            school_id=actor.school_id,
            owner_id=actor.person,
            purpose="plan",
            name=name,
            size=len(made.content),
            received=len(made.content),
            state=Upload.State.READY,
            opened_at=at,
            checked_at=at,
            file=file,
        )
        facts = {
            "file": str(file.id),
            "owner": str(actor.staff_id),
            "sha256": content.sha256,
            "size": content.size,
            "kind": made.suffix[1:],
            "pages": made.pages,
            "notes": [],
        }
        deed = journal.Deed("documents.upload_accepted", f"upload:{upload.id}", facts=facts)
        system = system_actor(actor.school_id, "Hệ thống (documents.check)")
        journal.record(system, SYSTEM_DUTY, deed, at=at)
        return upload.id

    def _blobs(self, made: MadeFile, at: datetime) -> dict[str, Blob]:
        """Keep the bytes of a file, its text and its rendition."""
        contents = {"content": made.content}
        if made.text.strip():
            contents["text"] = zlib.compress(made.text.encode())
        if made.rendition is not None:
            contents["rendition"] = made.rendition
        rows: dict[str, Blob] = {}
        for role, content in contents.items():
            sha256 = hashlib.sha256(content).hexdigest()
            store().put(blob_key(self.founded.id, sha256), BytesIO(content))
            rows[role] = Blob(
                id=new_id(),
                school_id=self.founded.id,
                sha256=sha256,
                size=len(content),
                state=Blob.State.KEPT,
                touched_at=at,
            )
        Blob.objects.bulk_create(rows.values())
        return rows
