"""What the demo school teaches: classes and pupils, who teaches them, programmes, timetable."""

from truongso.demo import people, programmes, school
from truongso.demo.calendar import DemoYear
from truongso.demo.founded import Founded
from truongso.foundation.ids import new_id
from truongso.foundation.text import folded, sort_key, text_key
from truongso.roster import models as roster


def lay_teaching(founded: Founded, year: DemoYear) -> None:
    """Make the rows of what is taught, to whom, by whom and when."""
    _classes(founded, year)
    _programmes(founded)
    _timetable(founded, year)


def _classes(founded: Founded, year: DemoYear) -> None:
    drafts = people.pupils(year.starts_on.year)
    names = dict.fromkeys(draft.school_class for draft in drafts)
    extra = {each.name: each.grade for each in school.extra_classes()}
    grades = {name: int(name[0]) for name in names} | extra
    for name, grade in grades.items():
        founded.classes[name] = roster.SchoolClass.objects.create(
            school_id=founded.id,
            year=founded.year,
            name=name,
            grade=grade,
            sort_key=text_key(name),
            extra=name in extra,
        )
    pupils = {draft.code: _pupil(founded.id, draft) for draft in drafts}
    roster.Pupil.objects.bulk_create(pupils.values())
    places = [(draft.code, draft.school_class) for draft in drafts]
    for each in school.extra_classes():
        places += [(draft.code, each.name) for draft in people.members(each, drafts)]
    roster.ClassMember.objects.bulk_create(
        roster.ClassMember(
            school_id=founded.id,
            pupil=pupils[code],
            school_class=founded.classes[name],
            since=year.starts_on,
        )
        for code, name in places
    )
    roster.TeachingAssignment.objects.bulk_create(
        roster.TeachingAssignment(
            school_id=founded.id,
            staff=founded.staff[each.staff],
            school_class=founded.classes[each.school_class],
            subject=each.subject,
            strand=each.strand,
            since=year.starts_on,
        )
        for each in school.assignments()
    )


def _pupil(school_id: int, draft: people.PupilDraft) -> roster.Pupil:
    return roster.Pupil(
        id=new_id(),
        school_id=school_id,
        code=draft.code,
        full_name=draft.full_name,
        sort_key=sort_key(draft.full_name),
        search_key=folded(draft.full_name),
        sex=draft.sex,
        born_on=draft.born_on,
    )


def _programmes(founded: Founded) -> None:
    taught = {(each.subject, int(each.school_class[0])) for each in _ordinary()}
    for subject, grade in sorted(taught):
        _programme(founded, programmes.programme(subject, grade), "")
    for each in school.extra_classes():
        _programme(founded, programmes.extra_programme(each.name), each.name)
    roster.ProgrammeLesson.objects.bulk_create(founded.lessons.values())


def _ordinary() -> list[school.Assignment]:
    extra = {each.name for each in school.extra_classes()}
    return [each for each in school.assignments() if each.school_class not in extra]


def _programme(founded: Founded, source: programmes.Programme, extra: str) -> None:
    key = (source.subject, source.grade, extra)
    founded.programmes[key] = roster.Programme.objects.create(
        school_id=founded.id,
        year=founded.year,
        subject=source.subject,
        grade=source.grade,
        school_class=founded.classes[extra] if extra else None,
    )
    for lesson in source.lessons:
        founded.lessons[*key, lesson.no] = roster.ProgrammeLesson(
            id=new_id(),
            school_id=founded.id,
            programme=founded.programmes[key],
            no=lesson.no,
            title=lesson.title,
            topic=lesson.topic,
            periods=lesson.periods,
            first_period=lesson.first_period,
            first_week=lesson.first_week,
            last_week=lesson.last_week,
        )


def _timetable(founded: Founded, year: DemoYear) -> None:
    version = roster.TimetableVersion.objects.create(
        school_id=founded.id,
        year=founded.year,
        name="Thời khóa biểu số 1",
        valid_from=year.starts_on,
    )
    roster.TimetableSlot.objects.bulk_create(
        roster.TimetableSlot(
            school_id=founded.id,
            version=version,
            weekday=slot.weekday,
            afternoon=slot.afternoon,
            period=slot.period,
            school_class=founded.classes[slot.school_class],
            subject=slot.subject,
            strand=slot.strand,
            staff=founded.staff[slot.staff],
        )
        for slot in school.timetable()
    )
