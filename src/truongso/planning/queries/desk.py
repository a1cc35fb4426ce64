"""What a teacher's files may be for: the choices beside each file, and guesses by file name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from truongso.foundation.text import folded
from truongso.planning.queries.week import Due, DueWeek
from truongso.rules import matching
from truongso.rules.subjects import subjects


@dataclass(frozen=True, slots=True)
class Choice:
    """What one file may be for: a lesson, or the lessons of one topic (chủ đề)."""

    week: DueWeek
    items: tuple[Due, ...]

    def as_plain(self) -> dict[str, object]:
        """Return the choice for the page's script."""
        first = self.items[0]
        return {
            "value": ",".join(str(item.lesson.lesson_id) for item in self.items),
            "label": self._label(),
            "group": _("Tuần %(no)d") % {"no": self.week.week.no},
            "classes": [{"id": str(row.id), "name": row.name} for row in first.classes],
            "needs_leave": any(item.needs_leave for item in self.items),
        }

    def _label(self) -> str:
        first = self.items[0]
        name = first.name
        if first.lesson.extra_class_id is not None:
            words = {"name": name, "classes": ", ".join(row.name for row in first.classes)}
            name = _("%(name)s, dạy thêm %(classes)s") % words
        if len(self.items) == 1:
            return f"{name} · {first.lesson.title}"
        values: dict[str, object] = {
            "name": name,
            "topic": first.lesson.topic,
            "count": len(self.items),
            "nos": ", ".join(str(item.lesson.no) for item in self.items),
        }
        return _("%(name)s · Cả chủ đề “%(topic)s” (%(count)d bài: %(nos)s)") % values


def choices(weeks: Sequence[DueWeek]) -> list[Choice]:
    """Return what files may be for, week by week: each lesson without a plan, then whole topics."""
    found = []
    topics = _topics(weeks)
    for week in weeks:
        open_items = [item for item in week.items if item.lesson.plan_id is None]
        found += [Choice(week, (item,)) for item in open_items]
        found += [Choice(week, items) for items in topics if items[0] in open_items]
    return found


def lessons_for(names: Sequence[str], weeks: Sequence[DueWeek]) -> list[UUID | None]:
    """Return for each file name the lesson it is probably for, among those without a plan."""
    candidates = [_candidate(item) for item in _open(weeks)]
    found = matching.match([folded(name) for name in names], candidates)
    return [key if isinstance(key, UUID) else None for key in found]


def _open(weeks: Sequence[DueWeek]) -> Iterator[Due]:
    return (item for week in weeks for item in week.items if item.lesson.plan_id is None)


def _topics(weeks: Sequence[DueWeek]) -> list[tuple[Due, ...]]:
    """The topics of which more than one lesson is still without a plan."""
    by_topic: dict[tuple[object, ...], list[Due]] = defaultdict(list)
    for item in _open(weeks):
        lesson = item.lesson
        if lesson.topic:
            key = (lesson.subject, lesson.grade, lesson.extra_class_id, lesson.topic)
            by_topic[key].append(item)
    return [tuple(items) for items in by_topic.values() if len(items) > 1]


def _candidate(item: Due) -> matching.Candidate:
    lesson = item.lesson
    short = folded(subjects()[lesson.subject].short)
    words = set(matching.WORDS.findall(short)) | set(matching.WORDS.findall(lesson.subject.lower()))
    return matching.Candidate(
        lesson.lesson_id,
        lesson.no,
        folded(lesson.title),
        lesson.first_period,
        lesson.periods,
        lesson.week_no,
        frozenset(words | {str(lesson.grade)}),
    )
