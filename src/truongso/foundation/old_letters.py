"""Vietnamese text in the codes of old fonts: TCVN3 (ABC), VNI, and bytes of Windows-1258.

Old files look right only in their own font; read elsewhere "Nguyễn" is "NguyÔn" or "Nguyeãn". Which
code a column is in is judged over the whole column, never cell by cell: "Bùi" and "Vò" are words in
both worlds. Source: rule book 10.3, 10.4 (tables tried on the words listed there).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal

Code = Literal["", "tcvn3", "vni"]

TCVN3_PAIRS = (
    "µà ¶ả ·ã ¸á ¹ạ ¨ă »ằ ¼ẳ ½ẵ ¾ắ Æặ ©â Çầ Èẩ Éẫ Êấ Ëậ ®đ Ìè Îẻ Ïẽ Ðé Ñẹ ªê Òề Óể Ôễ Õế Öệ"
    " ×ì Øỉ Üĩ Ýí Þị ßò áỏ âõ ãó äọ «ô åồ æổ çỗ èố éộ ¬ơ êờ ëở ìỡ íớ îợ ïù ñủ òũ óú ôụ"
    " \u00adư õừ öử ÷ữ øứ ùự úỳ ûỷ üỹ ýý þỵ ¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ"
)
TCVN3 = str.maketrans({pair[0]: pair[1] for pair in TCVN3_PAIRS.split(" ")})
VNI_MARKS = {
    "a": "aùá aøà aûả aõã aïạ aââ aáấ aàầ aåẩ aãẫ aäậ aêă aéắ aèằ aúẳ aüẵ aëặ",
    "e": "eùé eøè eûẻ eõẽ eïẹ eâê eáế eàề eåể eãễ eäệ",
    "o": "oùó oøò oûỏ oõõ oïọ oâô oáố oàồ oåổ oãỗ oäộ",
    "u": "uùú uøù uûủ uõũ uïụ",
    "y": "yùý yøỳ yûỷ yõỹ",
    "ô": "ôùớ ôøờ ôûở ôõỡ ôïợ",
    "ö": "öùứ öøừ öûử öõữ öïự",
}
VNI_ALONE = {
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}
ONE_BYTE = ("cp1252", "latin-1")
BETWEEN = re.compile(r"[\s,.;:/()0-9\u2010-\u2015\u2018-\u201d-]+")
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
TONES = "\u0300\u0301\u0303\u0309\u0323"
ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]"
NUCLEUS = (
    "iêu|yêu|oai|oao|oay|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|uêu|uao|uai|ueo|ây|ai|ao|au|ay|âu|eo|êu|ia"
    "|iê|yê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uă|ue|uê|ui|uô|uơ|ươ|ưa|ưi|ưu|uy|[aăâeêioôơuưy]"
)
CODA = "ng|nh|ch|[cmnpt]"
SYLLABLE = re.compile(f"(?:{ONSET})?(?:{NUCLEUS})(?:{CODA})?")
ENOUGH, CLEARLY = 0.75, 0.15
LOOKED_AT = 4000
LAST_OLD = 0xFF


def from_tcvn3(text: str) -> str:
    """Return text of a TCVN3 (ABC) font as Unicode.

    >>> from_tcvn3("H¶i Phßng")
    'Hải Phòng'
    """
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """Return text of a VNI font as Unicode; the longest match counts.

    >>> from_vni("Tröôøng")
    'Trường'
    """
    return _vni_pattern().sub(lambda match: _vni()[match.group()], text)


@cache
def _vni() -> dict[str, str]:
    table = dict(VNI_ALONE)
    for marks in VNI_MARKS.values():
        table |= {each[:2]: each[2] for each in marks.split(" ")}
    upper = {code.upper(): letter.upper() for code, letter in table.items()}
    mixed = {
        code[0].upper() + code[1]: letter.upper()
        for code, letter in table.items()
        if len(code) == 2
    }
    return table | mixed | upper


@cache
def _vni_pattern() -> re.Pattern[str]:
    codes = sorted(_vni(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, codes)))


def font_code(font: str) -> Code:
    """Return the code that a font's name tells of; "" for a font of Unicode.

    >>> font_code(".VnTimeH"), font_code("VNI-Times"), font_code("Times New Roman")
    ('tcvn3', 'vni', '')
    """
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith("vni") else ""


def is_capital_font(font: str) -> bool:
    """Tell whether an old font shows every letter as a capital (its name ends with H)."""
    return font.strip().startswith(".Vn") and font.strip().endswith("H")


def decoded(text: str, code: Code, *, capital: bool = False) -> str:
    """Return text of a column in Unicode; `capital` when its font shows capitals only."""
    if code == "tcvn3":
        text = from_tcvn3(text)
    elif code == "vni":
        text = from_vni(text)
    return text.upper() if capital else text


def judge(texts: Iterable[str], font: str = "") -> Code:
    """Return the code a column is written in: by its font's name, else by which reading of it has
    the most Vietnamese syllables. What is not clearly old stays as it is.
    """
    words = list(_foreign_words(texts))
    if not words or sum(map(_is_new, words)) * 2 > len(words):
        return ""
    as_it_is = score(words)
    told = font_code(font)
    readings: dict[Code, float] = {
        "tcvn3": score([from_tcvn3(word) for word in words]),
        "vni": score([from_vni(word) for word in words]),
    }
    if told and readings[told] >= as_it_is:
        return told
    best = max(readings, key=lambda code: readings[code])
    if readings[best] >= ENOUGH and readings[best] - as_it_is >= CLEARLY:
        return best
    return ""


def _is_new(word: str) -> bool:
    """Whether a word has a letter that no old code has."""
    return any(ord(letter) > LAST_OLD for letter in word)


def _foreign_words(texts: Iterable[str]) -> Iterable[str]:
    """Words with a letter beyond ASCII: only they tell anything; signs inside belong to them."""
    found = 0
    for text in texts:
        for word in BETWEEN.split(unicodedata.normalize("NFC", text)):
            if word and not word.isascii():
                found += 1
                yield word
        if found > LOOKED_AT:
            return


def score(words: Iterable[str]) -> float:
    """Return how many of the words are Vietnamese syllables, 0 to 1."""
    known = [is_syllable(word) for word in words]
    return sum(known) / len(known) if known else 0.0


def is_syllable(word: str) -> bool:
    """Tell whether a word may be a Vietnamese syllable: sounds in order, at most one tone.

    >>> [is_syllable(word) for word in ("Nguyễn", "NguyÔn", "Nguyeãn", "Vò")]
    [True, False, False, True]
    """
    if word != word.upper() and word[1:] != word[1:].lower():
        return False
    plain, tones = "", 0
    for mark in unicodedata.normalize("NFD", word.lower()):
        if mark in TONES:
            tones += 1
        else:
            plain += mark
    return tones <= 1 and SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


def one_byte_text(data: bytes) -> str:
    """Return text of one byte a letter: Windows-1258 when that reads as Vietnamese, else as Windows
    shows it, for the code of an old font to be found by column.
    """
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    words = list(_foreign_words(vietnamese.splitlines()))
    plain = _western(data)
    as_1258 = score(words)
    if words and as_1258 >= ENOUGH and as_1258 >= _best_reading(plain):
        return vietnamese
    return plain


def _best_reading(text: str) -> float:
    words = list(_foreign_words(text.splitlines()))
    readings = ([from_tcvn3(word) for word in words], [from_vni(word) for word in words])
    return max(score(reading) for reading in readings)


def _western(data: bytes) -> str:
    for code in ONE_BYTE:
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
