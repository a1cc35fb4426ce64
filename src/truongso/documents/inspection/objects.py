"""Objects embedded in a Word file (đối tượng nhúng): equations pass, everything else does not.

Equations of MathType and of the old equation editor are very common in lesson plans; they hold a
picture and a description of the formula, no script.
"""

import io

import olefile

from truongso.documents.inspection.kinds import OLE_MARK
from truongso.documents.inspection.report import Refused, Report

EQUATION_STREAM = "equation native"
PACKAGE_STREAM = "\x01ole10native"
MACRO_STORAGES = {"macros", "vba", "_vba_project", "_vba_project_cur"}
MOST_STREAMS = 5000
Path = tuple[str, ...]


def open_container(data: bytes) -> olefile.OleFileIO:
    """Open an OLE container. Raises Refused (damaged)."""
    try:
        container = olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, RecursionError) as error:
        raise Refused("file.damaged", detail=type(error).__name__) from None
    return container


def paths_of(container: olefile.OleFileIO) -> list[Path]:
    """Return the paths of every stream and storage, in lower case. Raises Refused."""
    found = [
        tuple(step.casefold() for step in path)
        for path in container.listdir(streams=True, storages=True)
    ]
    if len(found) > MOST_STREAMS:
        raise Refused("file.zip_bomb")
    return found


def weigh_paths(paths: list[Path], report: Report) -> None:
    """Weigh the names of streams and storages: macros and packages, at any depth."""
    steps = {step for path in paths for step in path}
    if steps & MACRO_STORAGES:
        report.refuse("file.macro")
    if PACKAGE_STREAM in steps:
        report.refuse("file.embedded_object", what="Package")


def weigh_embedded(data: bytes, report: Report) -> None:
    """Weigh the file of one embedded object of a .docx."""
    if not data.startswith(OLE_MARK):
        report.refuse("file.embedded_object", what="?")
        return
    paths = paths_of(open_container(data))
    weigh_paths(paths, report)
    if (EQUATION_STREAM,) in paths:
        report.note("note.equations")
    else:
        report.refuse("file.embedded_object", what="OLE")


def weigh_pool(paths: list[Path], report: Report) -> None:
    """Weigh the embedded objects of a .doc, each a storage of the object pool."""
    pool = [path for path in paths if len(path) > 1 and path[0] == "objectpool"]
    for name in {path[1] for path in pool}:
        if ("objectpool", name, EQUATION_STREAM) in pool:
            report.note("note.equations")
        else:
            report.refuse("file.embedded_object", what="OLE")
