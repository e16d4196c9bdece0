"""The languages of a report: the program's own strings by catalogue, figures and dates by locale.

English is what the templates hold. Of another language everything else lies in
`locale/CODE.po`; a string that it lacks stays English, and a test sees that none is lacking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from compliance.model.money import BASE, Money
from compliance.model.wanted import ENGLISH
from compliance.report import words
from compliance.report.figures import Figure, Hash, mark, marked
from compliance.report.glyphs import printable

LOCALE: Final = Path(__file__).parent / "locale"
Message = str | tuple[str, str]  # singular and plural where a number decides


@dataclass(frozen=True)
class Language:
    """One language: `catalogue` gives a string or the two forms of one."""

    code: str
    catalogue: Mapping[Message, Message] = field(repr=False, compare=False)

    def text(self, message: str, **values: Any) -> str:
        """Give a string of the program; `{name}` is replaced by a value, escaped and printable."""
        return self._filled(self.catalogue.get(message, message), values)

    def plain(self, message: str, **values: str | int) -> str:
        """Give a string of the program with its values as they are, for what escapes it later."""
        text = str(self.catalogue.get(message, message))
        return text.format_map(values) if values else text

    def texts(self, one: str, many: str, number: int, **values: Any) -> str:
        """Give the form of a string that fits a number, which stands in it as `{n}`."""
        forms = self.catalogue.get((one, many), (one, many))
        single = number in {0, 1} if self.code == "fr" else number == 1
        written = marked(self.count)(number)
        return self._filled(forms[0] if single else forms[1], {"n": written, **values})

    @property
    def colon(self) -> str:
        """Give a colon as the language sets it."""
        return f"{words.SPACE}:" if self.code == "fr" else ":"

    def count(self, number: int | None) -> str:
        """Write a whole number."""
        if self.code == ENGLISH or number is None:
            return words.count(number)
        return self._decimal(words.count(number))

    def amount(self, minor: int | None, currency: str | None = BASE) -> str:
        """Write an amount without its currency, for a column that names it."""
        written = words.amount(minor, currency)
        return written if self.code == ENGLISH or minor is None else self._decimal(written)

    def money(self, minor: int | None, currency: str | None = BASE) -> str:
        """Write an amount with its currency, never broken across lines."""
        if self.code == ENGLISH or minor is None:
            return words.money(minor, currency)
        return f"{self.amount(minor, currency)}{words.SPACE}{currency}"

    def sums(self, by_currency: Mapping[str, int | None]) -> str:
        """Write sums by currency in the order of the codes; the EUR equivalent is left out."""
        write = marked(self.money)
        parts = [write(by_currency[c], c) for c in sorted(by_currency) if c != "base_minor"]
        return Markup("; ").join(parts) or words.NOTHING

    def day(self, value: str | date | None) -> str:
        """Write a date in words; other text stays as it is."""
        if self.code == ENGLISH:
            return words.day(value)
        from babel.dates import format_date

        known = words.as_date(value)
        if known is None:
            return words.day(value)
        pattern = "d'er' MMMM y" if known.day == 1 and self.code == "fr" else "d MMMM y"
        return format_date(known, pattern, locale=self.code).replace(" ", words.SPACE)

    def period(self, value: Any) -> str:
        """Write a period given as text or as {from, to}."""
        if not isinstance(value, Mapping):
            return str(value) if value else self.text("not stated")
        first, last = value.get("from"), value.get("to")
        if not (first or last):
            return self.text("not stated")
        return self.plain("{first} to {last}", first=self.day(first), last=self.day(last))

    def cut(self, value: Any, length: int = 300) -> str:
        """Shorten a long text and say by how much; the files hold it whole."""
        text = words.NOTHING if value is None else str(value)
        if len(text) <= length:
            return text
        note = self.plain("[{n} characters]", n=self.count(len(text)))
        return f"{text[:length]}… {note}"

    def part(self, ten_thousandths: int) -> str:
        """Write a part of ten thousand as a percentage with one decimal."""
        tenths = (ten_thousandths + 5) // 10
        written = f"{tenths // 10:,}.{tenths % 10}"
        return f"{written if self.code == ENGLISH else self._decimal(written)}{words.SPACE}%"

    def cells(self, source: Mapping[str, Any] | None) -> str:
        """Write where in its file a record stands: sheet, row and cells."""
        if not source or source.get("row") is None:
            return ""
        named = ", ".join(dict.fromkeys(map(str, (source.get("cells") or {}).values())))
        sheet = f"{source['sheet']}, " if source.get("sheet") else ""
        row = self.plain("row\u00a0{number}", number=source["row"])
        return f"{self.cut(sheet, 60)}{row}" + (f": {self.cut(named, 60)}" if named else "")

    def written(self, value: Any) -> str | None:
        """Write a value of a record in a message; None where English writes it as well."""
        if isinstance(value, Money):
            whole = int(value.minor)
            return self.money(whole, value.currency) if whole == value.minor else None
        return self.day(value) if isinstance(value, date) else None

    def _decimal(self, english: str) -> str:
        """Write digits as the language groups them; no figure goes through a float."""
        from babel import Locale

        symbols = Locale(self.code).number_symbols["latn"]
        # The narrow space that some locales group by is lost in condensed type.
        group = words.SPACE if symbols["group"].isspace() else symbols["group"]
        return english.translate({ord(","): group, ord("."): symbols["decimal"]})

    @staticmethod
    def _filled(text: Message, values: Mapping[str, Any]) -> str:
        if not values:
            return str(text)
        return Markup(str(text)).format_map({name: _safe(value) for name, value in values.items()})  # noqa: S704 - our own text; each value is escaped


@cache
def language(code: str) -> Language:
    """Give a language of the report by its code."""
    if code == ENGLISH:
        return Language(code, {})
    from babel.messages.pofile import read_po

    with (LOCALE / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    return Language(
        code,
        {_message(item.id): _message(item.string) for item in catalogue if item.id and item.string},
    )


def _message(text: Any) -> Message:
    return text if isinstance(text, str) else (text[0], text[1])


def _safe(value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    if isinstance(value, Figure | Hash):
        return mark(value, str(value))
    return printable(words.NOTHING if value is None else str(value))
