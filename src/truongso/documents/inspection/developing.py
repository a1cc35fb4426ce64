"""The guarded process that makes a plain picture of a photograph: the file in, a JPEG out.

Called as `python -m truongso.documents.inspection.developing <suffix> '<limits as JSON>'`. Standard
output: eight bytes that say how long the verdict is, the verdict as JSON (`code`, `params`; empty
when the picture is good), the JPEG. How it ends says the same as for inspecting.

Nothing of the file is carried over but what the eye sees: upright, no larger than a page needs, no
place where it was taken, no words of the camera, no second file behind the picture.
"""

import io
import json
import sys
import warnings
from collections.abc import Callable

from PIL import Image, ImageOps, UnidentifiedImageError

from truongso.documents.inspection.guarded import as_asked, refusal
from truongso.documents.inspection.kinds import told_of
from truongso.documents.inspection.pictures import LONGEST_SIDE, MOST_PHOTOGRAPHED, SIZE
from truongso.documents.inspection.report import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82


def load(_suffix: str) -> Callable[[bytes], None]:
    """Return what makes the picture, whatever the file is called."""
    _rehearse()

    def answer(data: bytes) -> None:
        made: list[bytes] = []
        told = json.dumps(refusal(lambda: made.append(developed(data)))).encode()
        sys.stdout.buffer.write(len(told).to_bytes(SIZE, "big") + told + b"".join(made))

    return answer


def developed(data: bytes) -> bytes:
    """Return a photograph as a plain upright JPEG, white where it was transparent.

    Raises Refused: no picture of a kind we take, or too many pixels.
    """
    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("file.huge_photograph") from None
    except UnidentifiedImageError:
        raise Refused("file.not_a_picture", real=told_of(data)) from None
    with image:
        if image.mode.startswith("I"):  # sixteen bits of grey, as scanners write them
            image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        elif image.mode in ("P", "LA", "PA"):
            image = image.convert("RGBA")
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        upright = ImageOps.exif_transpose(image)
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright.convert("RGB"), mask=upright if upright.mode == "RGBA" else None)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _rehearse() -> None:
    """Do the whole once with pictures of our own, so that everything is loaded."""
    Image.MAX_IMAGE_PIXELS = MOST_PHOTOGRAPHED
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    from PIL import MpoImagePlugin  # noqa: F401  (loaded late by its own library)

    for kind in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        told = Image.Exif()
        told[0x0112] = 6
        Image.new("RGB", (8, 4)).save(out, kind, exif=told)
        developed(out.getvalue())


if __name__ == "__main__":
    sys.exit(as_asked(load))
