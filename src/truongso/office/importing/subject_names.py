"""Which subject, and which strand of it, a school means by a word: "Toán", "Lí", "T.Anh"."""

from collections.abc import Mapping
from functools import cache

from truongso.foundation.text import folded
from truongso.rules.subjects import subjects

OTHERS: Mapping[str, tuple[str, str]] = {
    "anh": ("NN1", ""),
    "t anh": ("NN1", ""),
    "tieng anh": ("NN1", ""),
    "ngoai ngu": ("NN1", ""),
    "ngoai ngu 1": ("NN1", ""),
    "anh van": ("NN1", ""),
    "nn": ("NN1", ""),
    "van hoc": ("VAN", ""),
    "toan hoc": ("TOAN", ""),
    "ly": ("KHTN", "Vật lí"),
    "li": ("KHTN", "Vật lí"),
    "vat ly": ("KHTN", "Vật lí"),
    "hoa": ("KHTN", "Hóa học"),
    "sinh": ("KHTN", "Sinh học"),
    "khoa hoc tu nhien vat li": ("KHTN", "Vật lí"),
    "su": ("LSDL", "Lịch sử"),
    "dia": ("LSDL", "Địa lí"),
    "dia ly": ("LSDL", "Địa lí"),
    "ls dl": ("LSDL", ""),
    "lich su dia li": ("LSDL", ""),
    "lich su va dia ly": ("LSDL", ""),
    "cong dan": ("GDCD", ""),
    "tin": ("TIN", ""),
    "tin hoc": ("TIN", ""),
    "the duc": ("GDTC", ""),
    "td": ("GDTC", ""),
    "gdtc": ("GDTC", ""),
    "nhac": ("NT", "Âm nhạc"),
    "am nhac": ("NT", "Âm nhạc"),
    "mt": ("NT", "Mĩ thuật"),
    "my thuat": ("NT", "Mĩ thuật"),
    "mi thuat": ("NT", "Mĩ thuật"),
    "hoat dong trai nghiem": ("HDTN", ""),
    "hdtn": ("HDTN", ""),
    "hdtnhn": ("HDTN", ""),
    "hdtn hn": ("HDTN", ""),
    "trai nghiem": ("HDTN", ""),
    "chao co": ("HDTN", ""),
    "shdc": ("HDTN", ""),
    "sinh hoat lop": ("HDTN", ""),
    "sinh hoat": ("HDTN", ""),
    "sh lop": ("HDTN", ""),
    "shl": ("HDTN", ""),
    "gddp": ("GDDP", ""),
    "giao duc dia phuong": ("GDDP", ""),
    "dia phuong": ("GDDP", ""),
}


def key(text: str) -> str:
    """Return a subject's name as it is compared."""
    plain = "".join(sign if sign.isalnum() else " " for sign in folded(text))
    return " ".join(plain.split())


@cache
def _known() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for code, one in subjects().items():
        for name in (one.name, one.short, code):
            table[key(name)] = code, ""
        for strand in one.strands:
            for name in (strand, f"{one.name} {strand}", f"{one.short} {strand}"):
                table[key(name)] = code, strand
    for name, (code, strand) in OTHERS.items():
        if code in subjects() and (not strand or strand in subjects()[code].strands):
            table.setdefault(name, (code, strand))
    return table


def subject_of(text: str) -> tuple[str, str] | None:
    """Return code and strand of a subject; None when no subject is called so.

    >>> subject_of("LS&ĐL"), subject_of("xyz")
    (('LSDL', ''), None)
    """
    return _known().get(key(text))


def name_of(code: str, strand: str) -> str:
    """Return a subject, or its strand, in words."""
    return strand or subjects()[code].name
