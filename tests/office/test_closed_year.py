"""A closed year is never written again: every act that could refuses, each in the same words.

The acts are read from the program's own text: one that asks the wall of the year and has no case
here fails, and so does one that asks nothing (`tests/architecture/test_spine.py`).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.access.matrix_marks import a_score_file, corrections_of
from tests.access.matrix_marks import acts_on as corrections
from tests.access.matrix_things import an_import
from tests.architecture.test_spine import ACTS, place_of
from tests.office.rollover_scene import fill_classes, prepared
from tests.planning.scenes import decide, hand_in, handed_in, offer, submission
from tests.school import NOW, School
from tests.uploads import ready
from truongso.access.actions import giving
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import RuleBroken, sentence
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import closing, conduct, modes, score_files
from truongso.office.actions import (
    calendar,
    classes,
    extra_classes,
    imports,
    imports_undone,
    imports_written,
    moves,
    pupils,
    teaching,
    timetables,
    year_building,
    year_draft,
    year_results,
)
from truongso.office.models import ImportRun
from truongso.planning.actions import education, lessons, organise, review, succession, versions
from truongso.planning.models import LateLeave, Plan
from truongso.roster.models import Break, ClassMember, SchoolClass, SchoolYear, TimetableVersion
from truongso.rules.approval import Move
from truongso.rules.authority import Duty
from truongso.rules.circular import Level
from truongso.rules.closing import Period
from truongso.rules.exemptions import Mode
from truongso.rules.rollover import Choices
from truongso.rules.years import Outcome

WALLED = {name for name, act in ACTS.items() if place_of(*act, "year")}
NEVER_THERE = {
    "truongso.office.actions.year_draft.prepare_year",
    "truongso.gradebook.actions.locks.lock_by_date",
    "truongso.gradebook.actions.locks.lock_term",
    "truongso.gradebook.actions.locks.reopen_term",
    "truongso.gradebook.actions.terms.set_days",
}
"""These find only a draft, or only the year that is open: a closed one never reaches their wall."""
Call = Callable[[], Any]


class Scene:
    """The little school with one thing of each kind, its year closed since."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.pupils = fill_classes(school)
        self.waiting = handed_in(school, 13)
        self.decided = handed_in(school, 14)
        self.batch = new_id()
        decide(school, "Hoa", submission(school, self.decided), batch_id=self.batch)
        [draft] = hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [15]), as_draft=True)
        self.draft = Plan.objects.of(school).get(pk=draft)
        self.holiday = Break.objects.of(school).get()
        self.leave = LateLeave.objects.create(
            school_id=school.id,
            author=school.staff["Lan"],
            lesson=school.lesson("TOAN", 6, 1),
            department=school.departments["TN"],
            reason="Ốm",
            asked_at=NOW,
        )
        self.checked, self.written = an_import(school), an_import(school)
        ImportRun.objects.of(school).filter(pk=self.written).update(state="writing")
        self.score_file = a_score_file(school)
        self.year_draft = prepared(school, self.pupils)
        self.marks = corrections_of(school, self.pupils["An"].id)
        self.offer = offer(school, "Lan", "TOAN", 6, [16])
        self.upload = ready(school, "Lan")
        club = SchoolClass.objects.create(
            school_id=school.id, year=school.year, name="CLB", grade=6, sort_key="x", extra=True
        )
        self.extra = ClassMember.objects.create(
            school_id=school.id,
            pupil=self.pupils["An"],
            school_class=club,
            since=date(2026, 9, 7),
        )
        self.timetable = TimetableVersion.objects.create(
            school_id=school.id, year=school.year, name="1", valid_from=date(2026, 9, 7)
        )
        years = SchoolYear.objects.of(school)
        years.update(state="closed", closed_at=NOW)

    def acts(self) -> dict[str, Call]:
        """A call of each act, about a thing of the closed year."""
        return {
            f"truongso.{name}": call
            for name, call in (
                self._office()
                | self._gradebook()
                | self._classes()
                | self._people()
                | self._plans()
                | self._decisions()
                | corrections(self.school, self.marks)
                | self._results()
            ).items()
        }

    def _gradebook(self) -> dict[str, Call]:
        lan, files = self.school.actor("Lan"), "gradebook.actions.score_files"
        asked: dict[str, Any] = {"numbers": {1}, "reason": "", "use": (), "skip_bad": True}
        return {
            f"{files}.confirm": lambda: score_files.confirm(
                actor=lan, file_id=self.score_file, now=NOW, **asked
            ),
        }

    def _office(self) -> dict[str, Call]:
        boss, school = {"actor": self.school.actor("Sơn"), "now": NOW}, self.school
        ours = {"year_id": self.year_draft.year_id, **boss}
        storm = calendar.Holiday("Nghỉ bão", date(2026, 12, 7), date(2026, 12, 8))
        results = {self.pupils["An"].id: Outcome.RETAINED}
        cal, rest = "office.actions.calendar", "office.actions.year_draft"
        return {
            f"{cal}.add_holiday": lambda: calendar.add_holiday(holiday=storm, **boss),
            f"{cal}.remove_holiday": lambda: calendar.remove_holiday(
                holiday_id=self.holiday.id, **boss
            ),
            f"{cal}.move_week": lambda: calendar.move_week(no=20, monday=date(2027, 2, 22), **boss),
            f"{rest}.choose": lambda: year_draft.choose(chosen=Choices(), **ours),
            f"{rest}.discard_year": lambda: year_draft.discard_year(**ours),
            "office.actions.year_building.build_year": lambda: year_building.build_year(
                seen="", **ours
            ),
            "office.actions.year_building.undo_build": lambda: year_building.undo_build(**ours),
            "office.actions.year_results.enter_results": lambda: year_results.enter_results(
                class_id=school.classes["6A"].id, outcomes=results, **boss
            ),
        }

    def _classes(self) -> dict[str, Call]:
        boss, place = {"actor": self.school.actor("Sơn"), "now": NOW}, self.school.classes
        an, day, own = self.pupils["An"].id, date(2026, 10, 20), "office.actions.classes"
        there = {"class_id": place["6A"].id}
        taught = teaching.Asked(there["class_id"], "TOAN", "", self.school.staff["Dũng"].id, day)
        return {
            f"{own}.add_class": lambda: classes.add_class(
                asked=classes.ClassAsked("6Z", 6), **boss
            ),
            f"{own}.edit_class": lambda: classes.edit_class(
                asked=classes.ClassAsked("6A1", 6, seen="6A"), **there, **boss
            ),
            f"{own}.change_class": lambda: classes.change_class(
                from_id=place["6A"].id, to_id=place["6B"].id, pupil_ids=[an], day=day, **boss
            ),
            f"{own}.place_pupil": lambda: classes.place_pupil(
                pupil_id=an, day=day, **there, **boss
            ),
            "office.actions.extra_classes.leave_extra": lambda: extra_classes.leave_extra(
                pupil_id=an, place_id=self.extra.id, day=day, **boss
            ),
            "office.actions.timetables.begin_version": lambda: timetables.begin_version(
                day=day, **boss
            ),
            "office.actions.timetables.save_week": lambda: timetables.save_week(
                asked=timetables.WeekAsked(self.timetable.id, place["6A"].id, {}, ""), **boss
            ),
            "office.actions.teaching.assign": lambda: teaching.assign(asked=taught, **boss),
            "office.actions.moves.move_pupil": lambda: moves.move_pupil(
                pupil_id=an, asked=moves.Asked("studying", day, **there), **boss
            ),
            "office.actions.pupils.add_pupil": lambda: pupils.add_pupil(
                values={}, entry=pupils.Entry(on=day, **there), **boss
            ),
        }

    def _results(self) -> dict[str, Call]:
        boss, own = {"actor": self.school.actor("Sơn"), "now": NOW}, "gradebook.actions"
        there = {"class_id": self.school.classes["6A"].id, **boss}
        an = {"pupil_id": self.pupils["An"].id, "subject": "TOAN", **there}
        said = {self.pupils["An"].id: conduct.Said(Level.TOT, 0)}
        period = {"period": Period.YEAR, "reason": "Nhầm", **there}
        return {
            f"{own}.conduct.enter_conduct": lambda: conduct.enter_conduct(
                term=1, said=said, **there
            ),
            f"{own}.modes.grant_mode": lambda: modes.grant_mode(
                term=0, mode=Mode.EXEMPT, reason="Giấy", **an
            ),
            f"{own}.modes.enter_retest": lambda: modes.enter_retest(text="5", **an),
            f"{own}.closing.close_class": lambda: closing.close_class(**period),
            f"{own}.closing.reopen_class": lambda: closing.reopen_class(**period),
        }

    def _people(self) -> dict[str, Call]:
        school, boss = self.school, {"actor": self.school.actor("Sơn"), "now": NOW}
        asked = giving.GivingAsked(
            staff_id=school.staff["Dũng"].id,
            duty=Duty.HOMEROOM_TEACHER,
            over_id=school.classes["6A"].id,
            since=NOW,
        )
        return {
            "access.actions.giving.give_duty": lambda: giving.give_duty(asked=asked, **boss),
            "planning.actions.succession.hand_over_work": lambda: succession.hand_over_work(
                staff_id=school.staff["Lan"].id,
                successor_id=school.staff["Dũng"].id,
                chosen=[self.draft.id],
                **boss,
            ),
            "office.actions.imports.confirm": lambda: imports.confirm(
                run_id=self.checked, past_wrong=False, **boss
            ),
            "office.actions.imports_undone.undo": lambda: imports_undone.undo(
                run_id=self.checked, **boss
            ),
            "office.actions.imports_written.write": lambda: imports_written.write(
                actor=system_actor(school.id, "Hệ thống"), run_id=self.written, now=NOW
            ),
        }

    def _plans(self) -> dict[str, Call]:
        lan = {"actor": self.school.actor("Lan"), "now": NOW}
        plan = education.EducationPlan("teacher_plan", self.upload, subject="TOAN", grade=6)
        own = "planning.actions.versions"
        return {
            "planning.actions.lessons.hand_in": lambda: lessons.hand_in(
                batch_id=new_id(), offers=[self.offer], as_draft=False, **lan
            ),
            "planning.actions.education.hand_in_education_plan": lambda: (
                education.hand_in_education_plan(
                    batch_id=new_id(), asked=plan, as_draft=True, **lan
                )
            ),
            f"{own}.hand_in_new_version": lambda: versions.hand_in_new_version(
                plan_id=self.draft.id,
                upload_id=self.upload,
                note="",
                seen_no=1,
                as_draft=True,
                **lan,
            ),
            f"{own}.hand_in_drafts": lambda: versions.hand_in_drafts(
                plan_ids=[self.draft.id], **lan
            ),
            f"{own}.withdraw": lambda: versions.withdraw(plan_id=self.waiting.id, **lan),
            f"{own}.delete_draft": lambda: versions.delete_draft(plan_id=self.draft.id, **lan),
            "planning.actions.organise.ask_to_be_late": lambda: organise.ask_to_be_late(
                lesson_id=self.school.lesson("TOAN", 6, 2).id, reason="Ốm", **lan
            ),
        }

    def _decisions(self) -> dict[str, Call]:
        hoa = {"actor": self.school.actor("Hoa"), "now": NOW}
        waiting = submission(self.school, self.waiting).id
        return {
            "planning.actions.review.decide": lambda: review.decide(
                batch_id=new_id(), choice=review.Choice((waiting,), Move.APPROVE), **hoa
            ),
            "planning.actions.review.undo": lambda: review.undo(batch_id=self.batch, **hoa),
            "planning.actions.review.open_for_review": lambda: review.open_for_review(
                submission_id=waiting, **hoa
            ),
            "planning.actions.organise.designate_uploader": lambda: organise.designate_uploader(
                subject="KHTN", grade=6, staff_id=self.school.staff["Hà"].id, **hoa
            ),
            "planning.actions.organise.answer_late_leave": lambda: organise.answer_late_leave(
                leave_id=self.leave.id, granted=True, answer="", **hoa
            ),
        }


def test_every_act_on_a_thing_of_a_closed_year_refuses(school: School) -> None:
    acts = Scene(school).acts()
    assert acts.keys() == WALLED - NEVER_THERE
    said = {}
    for name, call in acts.items():
        with pytest.raises(RuleBroken) as refused:
            call()
        said[name] = [sentence(violation) for violation in refused.value.violations]
    words = "đã khép lại, chỉ còn để xem. Không sửa, nộp hay duyệt gì thêm được."
    old, new = (f"Năm học {code} {words}" for code in ("2026-2027", "2027-2028"))
    assert [name for name, words in said.items() if not {*words} <= {old, new}] == []
    assert all(words == [old] for name, words in said.items() if ".versions." in name)
    print(f"closed year: {len(acts)} acts refuse")
