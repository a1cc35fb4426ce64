"""What may be wrong in a school's records: named checks over the rows of one day.

Pure. A check yields findings: about which thing, and the values for its sentence. Nothing here
forbids anything; the office mends what it finds.
Source: Circular 42/2021/TT-BGDĐT (complete, exact, timely); Circular 15/2026/TT-BGDĐT (charter);
rule book 7.2 and 10.2.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from truongso.rules.calendar import TERM_WEEKS
from truongso.rules.identifiers import check_citizen_id, check_moet_id
from truongso.rules.people import LARGEST_CLASS, PUPIL_AGES, STAFF_AGES, check_born
from truongso.rules.records import DutyOf, Finding, Person, Records
from truongso.rules.subjects import subjects

AT_SCHOOL = frozenset({"studying", "on_leave"})


Check = Callable[[Records], Iterator[Finding]]


def pupils_without_class(records: Records) -> Iterator[Finding]:
    """Yield pupils who are at school and in no ordinary class."""
    placed = {pupil for pupil, where in records.places if _ordinary(records, where)}
    for one in _at_school(records):
        if one.id not in placed:
            yield Finding("pupil", one.id, one.name)


def pupils_in_two_classes(records: Records) -> Iterator[Finding]:
    """Yield pupils who are in more than one ordinary class."""
    where: dict[UUID, list[str]] = defaultdict(list)
    for pupil, place in records.places:
        if _ordinary(records, place):
            where[pupil].append(records.classes[place].name)
    for one in records.pupils:
        if len(where[one.id]) > 1:
            said = {"classes": ", ".join(sorted(where[one.id]))}
            yield Finding("pupil", one.id, one.name, said)


def impossible_births(records: Records) -> Iterator[Finding]:
    """Yield people whose day of birth cannot be: pupils of 10 to 20 years, staff of 18 to 70."""
    everybody = [("pupil", one, PUPIL_AGES) for one in _at_school(records)]
    everybody += [("staff", one, STAFF_AGES) for one in records.staff]
    for kind, one, ages in everybody:
        if one.born_on and any(check_born(one.born_on, records.day, ages)):
            yield Finding(kind, one.id, one.name, {"born_on": one.born_on})


def wrong_identifiers(records: Records) -> Iterator[Finding]:
    """Yield people whose identifier has a wrong form or says another sex or year."""
    for kind, people in (("pupil", records.pupils), ("staff", records.staff)):
        for one in people:
            wrong = list(check_moet_id(one.moet_id)) if one.moet_id else []
            if one.citizen_id:
                wrong += check_citizen_id(one.citizen_id, born_on=one.born_on, sex=one.sex)
            for violation in wrong:
                said = {"code": violation.code, "text": violation.params["text"]}
                yield Finding(kind, one.id, one.name, said)


def shared_identifiers(records: Records) -> Iterator[Finding]:
    """Yield people who bear the same ministry or citizen's number as another."""
    owners: dict[str, list[tuple[str, Person]]] = defaultdict(list)
    for kind, people in (("pupil", records.pupils), ("staff", records.staff)):
        for one in people:
            for text in {one.moet_id, one.citizen_id} - {""}:
                owners[text].append((kind, one))
    for text, bearers in owners.items():
        if len(bearers) > 1:
            for kind, one in bearers:
                others = ", ".join(other.name for _, other in bearers if other.id != one.id)
                yield Finding(kind, one.id, one.name, {"text": text, "others": others})


def twins(records: Records) -> Iterator[Finding]:
    """Yield pupils at school with the same name (without marks) and day of birth: one too many?"""
    alike: dict[tuple[str, date | None], list[Person]] = defaultdict(list)
    for one in _at_school(records):
        alike[one.folded, one.born_on].append(one)
    for group in alike.values():
        if len(group) > 1:
            for one in group:
                yield Finding("pupil", one.id, one.name, {"born_on": one.born_on})


def classes_without_homeroom(records: Records) -> Iterator[Finding]:
    """Yield ordinary classes that no homeroom teacher (giáo viên chủ nhiệm) leads."""
    led = {duty.over for duty in records.duties if duty.duty == "homeroom_teacher"}
    for one in records.classes.values():
        if not one.extra and one.id not in led:
            yield Finding("class", one.id, one.name)


def overlapping_duties(records: Records) -> Iterator[Finding]:
    """Yield duties that one person or thing can have once only and that stand twice."""
    single = ("principal", "homeroom_teacher", "department_head")
    by_thing: dict[tuple[str, UUID | None], list[DutyOf]] = defaultdict(list)
    names = {one.id: one.name for one in records.staff}
    for duty in records.duties:
        if duty.duty in single:
            by_thing[duty.duty, duty.over].append(duty)
    for (name, _over), held in by_thing.items():
        for duty in held if len(held) > 1 else ():
            yield Finding("staff", duty.staff_id, names.get(duty.staff_id, "–"), {"duty": name})


def too_large_classes(records: Records) -> Iterator[Finding]:
    """Yield ordinary classes of more pupils than the charter allows."""
    sizes: dict[UUID, int] = defaultdict(int)
    for _pupil, where in records.places:
        sizes[where] += 1
    for one in records.classes.values():
        if not one.extra and sizes[one.id] > LARGEST_CLASS:
            said = {"count": sizes[one.id], "most": LARGEST_CLASS}
            yield Finding("class", one.id, one.name, said)


def teaching_without_programme(records: Records) -> Iterator[Finding]:
    """Yield what is taught in a class though no programme of the year has it."""
    for class_id, subject in dict.fromkeys((t.class_id, t.subject) for t in records.teaching):
        one = records.classes[class_id]
        if (subject, one.grade, one.id if one.extra else None) not in records.programmes:
            yield Finding("programmes", one.id, one.name, {"subject": _name(subject)})


def subjects_without_teacher(records: Records) -> Iterator[Finding]:
    """Yield subjects, or strands, of the programme that nobody teaches in a class."""
    taught = {(t.class_id, t.subject, t.strand) for t in records.teaching}
    whole = {(t.class_id, t.subject) for t in records.teaching if not t.strand}
    for subject, grade, extra in sorted(records.programmes, key=lambda p: (p[0], p[1])):
        for one in records.classes.values():
            if one.grade != grade or (one.id if one.extra else None) != extra:
                continue
            if (one.id, subject) in whole:
                continue
            for strand in subjects()[subject].strands or ("",):
                if (one.id, subject, strand) not in taught:
                    yield Finding("teaching", one.id, one.name, {"subject": _name(subject, strand)})


def two_teachers(records: Records) -> Iterator[Finding]:
    """Yield subjects, or strands, that two people teach in one class."""
    who: dict[tuple[UUID, str, str], set[UUID]] = defaultdict(set)
    for each in records.teaching:
        who[each.class_id, each.subject, each.strand].add(each.staff_id)
    for (class_id, subject, strand), staff in who.items():
        if len(staff) > 1:
            said = {"subject": _name(subject, strand), "count": len(staff)}
            yield Finding("teaching", class_id, records.classes[class_id].name, said)


def slots_unlike_teaching(records: Records) -> Iterator[Finding]:
    """Yield what the timetable lets somebody teach who is not assigned to it."""
    assigned = {(t.class_id, t.subject, t.staff_id) for t in records.teaching}
    names = {one.id: one.name for one in records.staff}
    for each in dict.fromkeys(records.slots):
        if (each.class_id, each.subject, each.staff_id) not in assigned:
            said = {
                "subject": _name(each.subject, each.strand),
                "teacher": names.get(each.staff_id, "–"),
            }
            name = records.classes[each.class_id].name if each.class_id in records.classes else "–"
            yield Finding("teaching", each.class_id, name, said)


def staff_without_department(records: Records) -> Iterator[Finding]:
    """Yield teachers who belong to no department."""
    teachers = {duty.staff_id for duty in records.duties if duty.duty == "teacher"}
    for one in records.staff:
        if one.id in teachers and one.department is None:
            yield Finding("staff", one.id, one.name)


def teachers_without_class(records: Records) -> Iterator[Finding]:
    """Yield teachers to whom no class is assigned."""
    teaching = {each.staff_id for each in records.teaching}
    teachers = {duty.staff_id for duty in records.duties if duty.duty == "teacher"}
    for one in records.staff:
        if one.id in teachers and one.id not in teaching:
            yield Finding("staff", one.id, one.name)


def departments_without_head(records: Records) -> Iterator[Finding]:
    """Yield departments (tổ chuyên môn) that nobody heads."""
    headed = {duty.over for duty in records.duties if duty.duty == "department_head"}
    for department, name in records.departments.items():
        if department not in headed:
            yield Finding("department", department, name)


def gaps_in_year(records: Records) -> Iterator[Finding]:
    """Yield weeks of the year that are missing: there are 35, numbered without a gap."""
    there = {week.no for week in records.weeks}
    for no in range(1, sum(TERM_WEEKS) + 1):
        if no not in there:
            yield Finding("year", None, str(no))


CHECKS: dict[str, Check] = {
    "no-class": pupils_without_class,
    "two-classes": pupils_in_two_classes,
    "twins": twins,
    "births": impossible_births,
    "identifiers": wrong_identifiers,
    "shared-identifiers": shared_identifiers,
    "no-homeroom": classes_without_homeroom,
    "too-large": too_large_classes,
    "no-programme": teaching_without_programme,
    "no-teacher": subjects_without_teacher,
    "two-teachers": two_teachers,
    "timetable": slots_unlike_teaching,
    "no-department": staff_without_department,
    "no-teaching": teachers_without_class,
    "duties": overlapping_duties,
    "no-head": departments_without_head,
    "weeks": gaps_in_year,
}


def check_all(records: Records) -> dict[str, list[Finding]]:
    """Return what every check finds, by its name, in the order of the checks."""
    return {name: list(check(records)) for name, check in CHECKS.items()}


def _at_school(records: Records) -> list[Person]:
    return [one for one in records.pupils if one.status in AT_SCHOOL]


def _ordinary(records: Records, class_id: UUID) -> bool:
    found = records.classes.get(class_id)
    return found is not None and not found.extra


def _name(subject: str, strand: str = "") -> str:
    name = subjects()[subject].name
    return f"{name} ({strand})" if strand else name
