"""Making the demo's files ahead of the replay, on every core, in processes of their own.

Typst must not be forked after its first use, so the processes are spawned.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from truongso.demo.calendar import DemoYear
from truongso.demo.story import Deed, Step, Story, file_of
from truongso.documents.inspection.pdf import inspect_pdf
from truongso.documents.inspection.report import Report
from truongso.documents.inspection.word import inspect_word

AHEAD = 24


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of the demo: its bytes, kind, pages, text; for Word also the PDF for reading."""

    content: bytes
    suffix: str
    pages: int | None
    text: str
    rendition: bytes | None = None
    rendition_pages: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One file to be made."""

    story: Story
    key: str
    version: int
    year: DemoYear
    fonts: Path


class Makers:
    """Gives the files of steps in the order of the story, made some way ahead."""

    def __init__(self, pool: ProcessPoolExecutor, orders: Iterator[Order]) -> None:
        self.pool, self.orders = pool, orders
        self.waiting: deque[Future[MadeFile]] = deque()

    def next(self) -> MadeFile:
        """Return the file of the next step that drafts one."""
        while len(self.waiting) < AHEAD and (order := next(self.orders, None)):
            self.waiting.append(self.pool.submit(make, order))
        return self.waiting.popleft().result()


@contextmanager
def makers(story: Story, steps: Sequence[Step], year: DemoYear, fonts: Path) -> Iterator[Makers]:
    """Start making the files of all steps that draft one, in their order."""
    drafts = (step for step in steps if step.deed is Deed.DRAFT)
    orders = (_order(story, step, year, fonts) for step in drafts)
    context = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=context) as pool:
        yield Makers(pool, orders)


def _order(story: Story, step: Step, year: DemoYear, fonts: Path) -> Order:
    """An order that carries only its own paper, since it travels to another process."""
    paper = story.papers[step.paper]
    alone = replace(story, papers={step.paper: paper}, steps=tuple(story.steps_of(step.paper)))
    return Order(alone, step.paper, step.version, year, fonts)


def make(order: Order) -> MadeFile:
    """Make a file and read its pages and text as the inspection of uploads does."""
    name = order.story.papers[order.key].versions[order.version - 1].file_name
    content = _made(order, name)
    report = Report()
    if name.endswith(".pdf"):
        inspect_pdf(content, report)
        return MadeFile(content, ".pdf", report.pages, report.text)
    inspect_word(content, report)
    readable, about = _made(order, f"{name.removesuffix('.docx')}.pdf"), Report()
    inspect_pdf(readable, about)
    return MadeFile(content, ".docx", report.pages, about.text, readable, about.pages)


def _made(order: Order, name: str) -> bytes:
    paper = order.story.papers[order.key]
    versions = [
        replace(version, file_name=name) if version.no == order.version else version
        for version in paper.versions
    ]
    story = replace(order.story, papers={order.key: replace(paper, versions=tuple(versions))})
    return file_of(story, order.key, order.version, order.year, font_dir=order.fonts)
