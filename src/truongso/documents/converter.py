"""LibreOffice behind walls: a Word file goes in, a PDF comes out, nothing else happens.

Each conversion has a fresh profile without macros and links, no network, its own folder and nothing
of ours, limits of time and memory. It is one process, so ending it ends everything.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import IO

from django.conf import settings

from truongso.documents.guard.limits import Limits
from truongso.documents.inspector import python, surroundings

MEGABYTE = 1024 * 1024
LIMITS = Limits(cpu_seconds=60, memory=3072 * MEGABYTE, file_bytes=200 * MEGABYTE, files=512)
WALL_SECONDS = 120
RESTART = 81  # a fresh profile makes it ask for a second start
NOT_GUARDED = 70
CANDIDATES = ("soffice", "libreoffice")
MODULES = ("writer.xcd", "math.xcd")
GOOD_TIMES = {"Times New Roman", "TeX Gyre Termes", "FreeSerif"}
SOCKETS = Path("/tmp")  # noqa: S108  (where the program insists on its own socket)
READ = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/fonts",
    "/etc/libreoffice",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/passwd",
    "/etc/nsswitch.conf",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/dev/urandom",
    "/dev/null",
)
FILTERS = {".docx": "MS Word 2007 XML", ".doc": "MS Word 97"}
PDF_FILTER = "pdf:writer_pdf_Export"


class ConversionFailed(RuntimeError):
    """No PDF came out; the text says in a word why."""


def program() -> Path | None:
    """Return LibreOffice's own program; None when the installation has none that will do.

    TRUONGSO_CONVERTER names its `soffice`, else it is looked for on the path. It must have Writer
    and Math: without Math it leaves formulas out of the PDF and says nothing.
    """
    for name in [settings.CONVERTER] if settings.CONVERTER else CANDIDATES:
        found = shutil.which(name)
        if found:
            inner = Path(found).resolve().parent / "soffice.bin"
            modules = inner.parent.parent / "share" / "registry"
            if inner.is_file() and all((modules / part).is_file() for part in MODULES):
                return inner
    return None


def times_font() -> str:
    """Return the font that stands for Times New Roman in PDFs; "" when that cannot be told.

    One of GOOD_TIMES has every Vietnamese letter and the same widths.
    """
    conf = files("truongso.documents").joinpath("converter-fonts.conf")
    try:
        told = subprocess.run(
            ["fc-match", "-f", "%{family[0]}", "Times New Roman"],
            env=surroundings(FONTCONFIG_FILE=str(conf)),
            capture_output=True,
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.decode(errors="replace")


@contextmanager
def converted(source: IO[bytes], suffix: str) -> Iterator[IO[bytes]]:
    """Yield the PDF of a Word file (".docx" or ".doc"). Raises ConversionFailed."""
    soffice = program()
    if soffice is None:
        raise ConversionFailed("no converter")
    with tempfile.TemporaryDirectory(prefix="truongso-") as folder:
        work = Path(folder)
        original = work / f"van-ban{suffix}"
        with original.open("xb") as file:
            shutil.copyfileobj(source, file)
        _furnish(work)
        _run(soffice, work, original)
        try:
            # What lies there is the program's doing: a link out of the folder is not followed.
            handle = os.open(original.with_suffix(".pdf"), os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            raise ConversionFailed("no output") from None
        with os.fdopen(handle, "rb") as pdf:
            yield pdf


def _furnish(work: Path) -> None:
    """Put the program's settings and the choice of fonts into its folder."""
    places = {
        "converter-profile.xcu": work / "profile" / "user" / "registrymodifications.xcu",
        "converter-fonts.conf": work / "fonts.conf",
    }
    for name, place in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(files("truongso.documents").joinpath(name).read_bytes())


def _run(soffice: Path, work: Path, original: Path) -> None:
    profile = (work / "profile").as_uri()
    command = [str(soffice), "--headless", "--norestore", "--nologo", "--nodefault"]
    command += ["--nolockcheck", f"-env:UserInstallation={profile}"]
    command += [
        f"--infilter={FILTERS[original.suffix]}",
        "--convert-to",
        PDF_FILTER,
        "--outdir",
        str(work),
        str(original),
    ]
    order = {
        "limits": asdict(LIMITS),
        "read": [*READ, str(soffice.parent.parent)],
        "write": [str(work), "/dev/null"],
        "sockets": [str(SOCKETS)],
        "program": command,
    }
    for _start in range(2):
        status = _once([*python("truongso.documents.guard.launch"), json.dumps(order)], work)
        _socket_of(profile).unlink(missing_ok=True)
        if status == 0:
            return
        if status != RESTART:
            raise ConversionFailed("not guarded" if status == NOT_GUARDED else f"exit {status}")
    raise ConversionFailed("restarts")


def _once(command: list[str], work: Path) -> int:
    """Run to its end or to the time limit, in a session of its own; returns the exit status."""
    own = surroundings(
        HOME=str(work),
        TMPDIR=str(work),
        FONTCONFIG_FILE=str(work / "fonts.conf"),
        SAL_USE_VCLPLUGIN="svp",
    )
    process = subprocess.Popen(
        command,
        cwd=work,
        env=own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise ConversionFailed("time") from None
    finally:
        process.kill()
        process.wait()


def _socket_of(profile: str) -> Path:
    """The program leaves a socket named by its profile behind, which it may not remove itself."""
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    return SOCKETS / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}"
