"""Rules in words: values with their units, clauses, citations, reasons, in Chinese or English. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from kechuang.kernel import place as places
from kechuang.kernel.reading import FaultError
from kechuang.rulebook.book import UNRECORDED, Entry, Key, Source, Subject
from kechuang.rulebook.resolve import Answer, Candidate, Rulebook
from kechuang.rulebook.value import Band, Cell, Table, Text, Value, plain
from kechuang.rulebook.wording import sentence

CONFIDENCE = {"S": "read", "s": "secondary", "G": "general", "D": "own"}
NOTHING = "—"
DECIMALS = frozenset({"share", "yuan", "number", "percent_points"})

_ARTICLES = re.compile(r"\d+(?:\(\d+\))?(?:, ?\d+(?:\(\d+\))?)*")
_DIGITS = "〇一二三四五六七八九"
# A source read as a text is a work with a title; the others are described, not cited.
_WORKS = frozenset({"full", "part", "title"})


def same(text: str) -> str:
    return text


class Speaker:
    """Says things about one rulebook in one language.

    ``convert`` is applied to every Chinese text (a page in traditional characters passes a converter).
    """

    def __init__(self, book: Rulebook, language: str, convert: Callable[[str], str] = same) -> None:
        self.book = book
        self.english = language.startswith("en")
        self.language = "en" if self.english else "zh"
        self._convert = same if self.english else convert

    def say(self, message: str, values: Mapping[str, object] | None = None) -> str:
        """A message of the catalogue; a message id that is an English sentence is its own English."""
        return self._convert(sentence(message, values, self.language))

    def text(self, words: Text | None) -> str:
        return "" if words is None else self._convert(words.say(self.language))

    def place(self, code: str, on: date | None = None) -> str:
        """The name of a jurisdiction, or of a division on a day; the code where neither is known."""
        if code in self.book.regions:
            return self.text(self.book.regions[code].title)
        try:
            found = places.division(code, on) if on is not None else None
        except FaultError:
            found = None
        if found is None:
            return code
        return found.name_en if self.english and found.name_en else self._convert(found.name_zh)

    def value(self, key: Key, value: Value, unit: str = "") -> str:
        """A value as people read it: 70%, 300,000 yuan, 15 calendar days; a table says how many rows it has."""
        match value:
            case None:
                return NOTHING
            case bool():
                return self.say("rulebook.flag.yes" if value else "rulebook.flag.no")
            case Text():
                return self.text(value)
            case Table():
                return self.say(
                    "rulebook.table.one" if len(value.rows) == 1 else "rulebook.table", {"n": len(value.rows)}
                )
            case str():
                return self.text(dict(key.choices).get(value)) or self.day_of_year(key, value)
            case Decimal() | int():
                return self.number(value, unit or key.units[0])

    def kept(self, key: Key, value: object, unit: str = "") -> str:
        """A value as a basis keeps it, in words: text is read back as the type of its key."""
        if isinstance(value, list):
            return self.say("rulebook.table.one" if len(value) == 1 else "rulebook.table", {"n": len(value)})
        if isinstance(value, dict):
            return self.text(Text(str(value.get("zh", "")), str(value.get("en", ""))))
        if isinstance(value, str) and key.type in DECIMALS:
            return self.value(key, Decimal(value), unit)
        return self.value(key, value if value is None or isinstance(value, (bool, int, str)) else str(value), unit)

    def number(self, number: Decimal | int, unit: str) -> str:
        if unit == "share":
            return f"{plain(Decimal(number) * 100)}%"
        written = f"{number:,}" if isinstance(number, int) else _thousands(plain(number))
        if not unit:
            return written
        return self.say(f"rulebook.unit.{unit}.one" if number == 1 else f"rulebook.unit.{unit}", {"n": written})

    def day_of_year(self, key: Key, text: str) -> str:
        if key.type != "yearly_day":
            return text
        month, day = (int(part) for part in text.split("-"))
        return self.say("rulebook.yearly_day", {"month": self.say(f"rulebook.month.{month}"), "day": day})

    def cell(self, cell: Cell, kind: str) -> str:
        match cell:
            case None:
                return NOTHING
            case bool():
                return self.say("rulebook.flag.yes" if cell else "rulebook.flag.no")
            case Text():
                return self.text(cell)
            case Band():
                return str(cell)
            case str():
                return cell
            case Decimal() | int():
                return self.number(cell, "share" if kind == "share" else "")

    def subject(self, subject: Subject) -> str:
        """Whom a question is about, or everybody."""
        words = [self.text(self.book.terms.kinds.get(subject.kind))] if subject.kind else []
        words += [self.text(self.book.terms.tags.get(tag)) or tag for tag in sorted(subject.tags)]
        return self.say("rulebook.list.comma").join(word for word in words if word) or self.say("rulebook.everybody")

    def binds(self, entry: Entry) -> str:
        """Whom a rule binds."""
        binds = entry.binds
        words = [self.text(self.book.terms.kinds[kind]) for kind in binds.kinds]
        words += [self.text(self.book.terms.tags[tag]) for tag in sorted(binds.tags)]
        words += [
            self.say("rulebook.without", {"what": self.text(self.book.terms.tags[tag])})
            for tag in sorted(binds.without)
        ]
        if binds.central_by_choice:
            words.append(self.say("rulebook.central_by_choice"))
        return self.say("rulebook.list.comma").join(words) or self.say("rulebook.everybody")

    def clause(self, clause: str) -> str:
        """第三十七条, Art. 37; other places in a document are quoted as they stand."""
        if not clause:
            return ""
        if clause == UNRECORDED:
            return self.say("rulebook.clause.unrecorded")
        if not _ARTICLES.fullmatch(clause):
            return self._convert(clause)
        parts = [part.strip() for part in clause.split(",")]
        if self.english:
            return f"{'Art.' if len(parts) == 1 else 'Arts.'} {', '.join(parts)}"
        return self._convert("、".join(_article(part) for part in parts))

    def source(self, source: Source) -> str:
        title = self.text(source.title)
        return f"《{title}》" if source.read in _WORKS and not self.english else title

    def cite(self, source: str, clause: str) -> str:
        """A source with its clause."""
        found = self.book.sources.get(source)
        words = [self.source(found) if found else source, self.clause(clause)]
        return (", " if self.english else "").join(word for word in words if word)

    def confidence(self, mark: str) -> str:
        return self.say(f"rulebook.confidence.{CONFIDENCE[mark]}") if mark else ""

    def rule(self, key: Key, entry: Entry) -> str:
        """What a rule says, value and meaning in one: at least 70%, banned, 50% if nothing else is said."""
        return self.said(key, entry.value, entry.unit, entry.meaning)

    def said(self, key: Key, value: Value, unit: str, meaning: str) -> str:
        written = self.value(key, value, unit)
        return self.say(f"rulebook.said.{meaning}", {"value": written}) if meaning else written

    def period(self, since: date | None, until: date | None) -> str:
        """From when to when, or empty where nothing speaks."""
        if since is None:
            return ""
        if until is None:
            return self.say("rulebook.period.open", {"since": since})
        return self.say("rulebook.period", {"since": since, "until": until})

    def reason(self, key: Key, candidate: Candidate) -> str:
        """Why a rule won, lost or did not apply."""
        against = candidate.against
        if candidate.reason == "off.subject":
            met: object = self.binds(candidate.entry)
        elif isinstance(against, str) and (against in self.book.regions or candidate.reason.startswith("lost.")):
            met = self.place(against)
        elif isinstance(against, date):
            met = against
        else:
            met = self.value(key, against, candidate.entry.unit)
        return self.say(f"rulebook.reason.{candidate.reason}", {"against": met})

    def answer(self, answer: Answer) -> str:
        return self.value(self.book.keys[answer.key], answer.value, answer.unit)


def _thousands(text: str) -> str:
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}"


def _article(part: str) -> str:
    number, _, paragraph = part.rstrip(")").partition("(")
    words = f"第{chinese_number(int(number))}条"
    return f"{words}第{chinese_number(int(paragraph))}款" if paragraph else words


def chinese_number(number: int) -> str:
    """An article's number as statutes write it, 1 to 999: 三十七, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")
