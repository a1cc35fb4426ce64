"""What is measured in an installation: the pages and acts, and for each the floors beside it."""

from typing import Any

import psycopg

from bench.aims import BARE_SQL, SAME_BYTES
from bench.clients import Alone, Approver, Client, Disk, Fetcher, Reader, Saver, Uploader
from bench.installation import Installation
from bench.recorded import Recorded, Scene, heard
from bench.report import PROGRAM
from bench.rounds import CLIENTS, Measured
from bench.scene import APPROVALS, UPLOAD_BYTES

DURABLE = "written, durable"
AS_DJANGO = "-c statement_timeout=30s -c lock_timeout=10s -c jit=off -c timezone=UTC"


def prepared(installation: Installation, schools: list[int], most: int, large: int = 0) -> Scene:
    """Record what is measured, lay the static files, start the web server; returns the scene.

    At most so many schools, evenly among all, are looked at in turn; `large` is the one with
    1,000 pupils.
    """
    step = max(len(schools) // most, 1)
    looked_at = schools[::step][:most]
    scene = heard(installation.run("-m", "bench.scene", str(large), *map(str, looked_at)))
    for _, pages in _pages(scene):
        installation.lay(pages[0].size)
    installation.lay(scene.save_floor[0].size)
    installation.lay(UPLOAD_BYTES)
    installation.serve()
    return scene


def of_pages(installation: Installation, scene: Scene, schools: int) -> list[Measured]:
    """The pages that are opened most, each with its floors."""
    found = []
    for what, pages in _pages(scene):
        size, count = pages[0].size, len(pages[0].sql)
        often = 2 if pages in (scene.thousand, scene.thousand_year) else 8
        each: dict[str, Any] = {
            "meter": installation.cpu,
            "each_round": often,
            "together": often // 2,
        }
        found += [
            Measured(what, PROGRAM, schools, _reader(installation, pages), **each),
            Measured(what, BARE_SQL, schools, _alone(installation, pages), **each),
            Measured(what, SAME_BYTES, schools, _fetcher(installation, size), **each),
        ]
        for one in found[-3:]:
            one.size = 0 if one.arm == BARE_SQL else size
            one.statements = 0 if one.arm == SAME_BYTES else count
    return found


def _pages(scene: Scene) -> list[tuple[str, list[Recorded]]]:
    return [
        ("board", scene.board),
        ("inbox", scene.inbox),
        ("sheet", scene.sheet),
        ("sheet data", scene.sheet_data),
        ("class results", scene.results),
        ("progress", scene.progress),
        *([("1,000, term", scene.thousand)] if scene.thousand else []),
        *([("1,000, year", scene.thousand_year)] if scene.thousand_year else []),
    ]


def of_saving(installation: Installation, scene: Scene, schools: int) -> list[Measured]:
    """Saving 45 marks of a page, with its floors; four teachers save on four pages."""
    link, meter, floor = _link(installation), installation.cpu, scene.save_floor

    def saver(number: int) -> Client:
        return Saver(installation.port, scene.save[number::CLIENTS])

    papers, size = [[one] for one in floor], floor[0].size
    found = [
        Measured("save 45", PROGRAM, schools, saver, meter, 4, 4),
        Measured("save 45", BARE_SQL, schools, lambda _: Alone(link(), papers), meter, 1),
        Measured("save 45", SAME_BYTES, schools, _fetcher(installation, size), meter, 4, 4),
    ]
    for one in found:
        one.statements = 0 if one.arm == SAME_BYTES else len(floor[0].sql)
        one.size = 0 if one.arm == BARE_SQL else size
    return found


def of_acts(installation: Installation, scene: Scene, schools: int) -> list[Measured]:
    """Upload and approval, each with its floors."""
    port, link, meter = installation.port, _link(installation), installation.cpu
    share = APPROVALS // CLIENTS
    pairs, papers = scene.upload_floor, [[one] for one in scene.floor]

    def uploader(number: int) -> Client:
        return Uploader(port, scene.uploads[number::CLIENTS])

    def approver(number: int) -> Client:
        return Approver(port, scene.approve[number * share : (number + 1) * share])

    def disk(_: int) -> Client:
        return Disk(installation.folder)

    static = _fetcher(installation, UPLOAD_BYTES)
    found = [
        Measured("upload", PROGRAM, schools, uploader, meter, 4, 4),
        Measured("upload", BARE_SQL, schools, lambda _: Alone(link(), pairs), meter, 2),
        Measured("upload", SAME_BYTES, schools, static, meter, 4, 4),
        Measured("upload", DURABLE, schools, disk, meter, 4),
        Measured("approval", PROGRAM, schools, approver, meter, 4, share),
        Measured("approval", BARE_SQL, schools, lambda _: Alone(link(), papers), meter, 2),
    ]
    sent = {"upload": sum(len(one.sql) for one in pairs[0]), "approval": len(papers[0][0].sql)}
    for one in found:
        one.statements = sent[one.what] if one.arm in (PROGRAM, BARE_SQL) else 0
        one.size = UPLOAD_BYTES if one.what == "upload" and one.arm != BARE_SQL else 0
    return found


def of_connections(installation: Installation, scene: Scene, schools: int) -> list[Measured]:
    """The week board by web servers that get their connections in different ways."""
    return [
        Measured(
            "board",
            way,
            schools,
            _reader(installation, scene.board, port),
            installation.cpu,
            each_round=8,
            together=8,
            statements=len(scene.board[0].sql),
            size=scene.board[0].size,
        )
        for way, port in (
            (PROGRAM, installation.port),
            ("pool", installation.serve_otherwise("pool")),
            ("new for each request", installation.serve_otherwise("new")),
        )
    ]


def _reader(installation: Installation, pages: list[Recorded], port: int = 0) -> Any:
    return lambda _: Reader(port or installation.port, pages)


def _fetcher(installation: Installation, size: int) -> Any:
    return lambda _: Fetcher(installation.port, f"/{size}.bin")


def _alone(installation: Installation, pages: list[Recorded]) -> Any:
    link = _link(installation)
    return lambda _: Alone(link(), [[page] for page in pages], often=True)


def _link(installation: Installation) -> Any:
    """Connections as the application has them: its role, its settings, values bound as text."""

    def link() -> psycopg.Connection[Any]:
        return installation.link(
            "truongso_app",
            autocommit=True,
            prepare_threshold=None,
            cursor_factory=psycopg.ClientCursor,
            options=AS_DJANGO,
        )

    return link
