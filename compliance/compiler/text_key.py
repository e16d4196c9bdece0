"""Text keys: one spelling for texts that differ in case, width, space or signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from types import MappingProxyType
from typing import Final

_LOWER: Final = bytes.maketrans(ascii_uppercase.encode(), ascii_lowercase.encode())
_SIGNS: Final = bytes(set(range(128)) - set((ascii_letters + digits).encode()))
_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")
_CHECKED: Final = re.compile(r"[0-9A-Za-z]{1,100}")
_RUNS: Final = re.compile(r"[0-9]+|[^0-9]+")


def normal_key(text: str) -> str | None:
    """Fold width and case, keep letters and digits only; null where nothing is left."""
    if text.isascii():
        return text.encode().translate(_LOWER, _SIGNS).decode() or None
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", folded) if sign.isalnum())
    return kept or None


def number_key(text: str) -> str | None:
    """Give the normal key, without the zeros before the digits of each number."""
    if text.isascii():
        return normal_key(_ZEROS.sub("", text) if "0" in text else text)
    runs = _RUNS.findall(unicodedata.normalize("NFKC", text))
    kept = "".join(normal_key(run.lstrip("0") or "0") or "" for run in runs)
    return kept or None


def text_keys(function: str, texts: Sequence[str | None]) -> list[str | None]:
    """Give the key of each text; plain ASCII, which nearly all texts are, all at once."""
    make, at_once = TEXT_KEYS[function], _AT_ONCE.get(function)
    keys: list[str | None] = [None] * len(texts)
    plain: list[int] = []
    for place, text in enumerate(texts):
        if text is not None and at_once is not None and text.isascii() and "\n" not in text:
            plain.append(place)
        elif text is not None:
            keys[place] = make(text)
    if at_once is not None and plain:
        made = at_once("\n".join([texts[place] or "" for place in plain])).split("\n")
        for place, key in zip(plain, made, strict=True):
            keys[place] = key or None
    return keys


def _normal_lines(lines: str) -> str:
    return lines.encode().translate(_LOWER, _SIGNS.replace(b"\n", b"")).decode()


def _number_lines(lines: str) -> str:
    return _normal_lines(_ZEROS.sub("", lines))


def check_key(text: str) -> str | None:
    """Give the remainder by 97 of ISO/IEC 7064 (MOD 97-10): "1" where the check digits are right.

    A letter counts as a number from 10 to 35. Null where the text holds any other sign.
    """
    if not _CHECKED.fullmatch(text):
        return None
    return str(int("".join(str(int(sign, 36)) for sign in text)) % 97)


_AT_ONCE: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {"normal key": _normal_lines, "number key": _number_lines}
)
TEXT_KEYS: Final[Mapping[str, Callable[[str], str | None]]] = MappingProxyType(
    {
        "upper case": str.upper,
        "lower case": str.lower,
        "trim": str.strip,
        "normal key": normal_key,
        "number key": number_key,
        "check key": check_key,
    }
)
