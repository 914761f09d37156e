"""``kechuang rule KEY --place CODE --on DAY``: the value in force, and the trail that leads to it. Without Django."""

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TextIO

from kechuang.kernel import place as places
from kechuang.kernel.reading import FaultError
from kechuang.rulebook import load
from kechuang.rulebook.book import Entry, Subject
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.resolve import Answer, Candidate, Rulebook, UnknownKey
from kechuang.rulebook.speak import Speaker
from kechuang.rulebook.value import Json, Table, as_json
from kechuang.rulebook.wording import sentence

NOT_ANSWERED, WRONG = 1, 2


def add_language(parser: argparse.ArgumentParser) -> None:
    usual = "zh" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh") else "en"
    parser.add_argument(
        "--lang", choices=("zh", "en"), default=usual, help="language of the words (default: the shell's)"
    )


def add_rules(parser: argparse.ArgumentParser) -> None:
    words = "a folder of rules to lay over those of the node, to try them (may be given more than once)"
    parser.add_argument("--rules", type=Path, action="append", default=[], metavar="FOLDER", help=words)


def book_of(args: argparse.Namespace) -> Rulebook:
    """The node's rulebook, with the folders that ``--rules`` names. Raises RulebookError."""
    return load.load((*load.roots(), *args.rules)) if args.rules else load.current()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; the day must be named, because a rule has no value without one."""
    parser.add_argument("key", metavar="KEY", help="a rule key, such as transfer.reward.min_ratio.licence")
    parser.add_argument(
        "--place", required=True, metavar="CODE", help="division code (330902) or Chinese name, YRD, YRD-DEMO"
    )
    parser.add_argument("--on", required=True, type=_day, metavar="DAY", help="the deciding day, YYYY-MM-DD")
    parser.add_argument(
        "--for", dest="subject", metavar="SUBJECT", help="whom it is about, such as gov_research_unit+central"
    )
    parser.add_argument("--json", action="store_true", help="print the answer and its trail as JSON")
    add_rules(parser)
    add_language(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD") from None


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print the answer. Exit code 0 with a value, 1 if nothing speaks, 2 if the question or the rules are wrong."""
    try:
        book = book_of(args)
        subject = _subject(book, args.subject, args.lang)
        where = args.place if args.place.isascii() else places.find(args.place, args.on).require().code
        answer = book.ask(args.key, place=where, on=args.on, subject=subject)
    except RulebookError as error:
        return _wrong("\n".join(fault.say(args.lang) for fault in error.all))
    except UnknownKey as unknown:
        near = ", ".join(unknown.near) or "—"
        return _wrong(sentence("rulebook.unknown_key", {"key": unknown.name, "near": near}, args.lang))
    except FaultError as error:
        return _wrong(error.fault.sentence(args.lang))
    except _UnknownSubject as unknown:
        return _wrong(str(unknown))
    if args.json:
        json.dump(as_record(book, answer), out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        out.write(told(Speaker(book, args.lang), answer, assumed=subject is None))
    return 0 if answer.value is not None else NOT_ANSWERED


class _UnknownSubject(LookupError):  # noqa: N818 - caught a few lines above
    pass


def _subject(book: Rulebook, text: str | None, language: str) -> Subject | None:
    if text is None:
        return None
    subject = Subject.parse(text)
    unknown = [subject.kind] if subject.kind not in book.terms.kinds else sorted(subject.tags - set(book.terms.tags))
    if unknown:
        allowed = ", ".join((*book.terms.kinds, *(f"+{tag}" for tag in book.terms.tags)))
        raise _UnknownSubject(
            sentence("rulebook.fault.subject.unknown", {"found": unknown[0], "allowed": allowed}, language)
        )
    return subject


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return WRONG


def told(speaker: Speaker, answer: Answer, *, assumed: bool) -> str:
    """The answer as a page of text: value, where it comes from, and every rule that might have answered."""
    key = speaker.book.keys[answer.key]
    on = answer.on or date.min
    words = "rulebook.command.asked_usual" if assumed and key.usual_subject else "rulebook.command.asked"
    where = {"place": f"{speaker.place(answer.asked_place, on)} {answer.asked_place}", "on": on}
    lines = [
        f"{key.name}  {speaker.text(key.title)}",
        speaker.say(words, {**where, "subject": speaker.subject(answer.subject)}),
        "",
    ]
    lines.append(f"  {_said(speaker, answer)}")
    if isinstance(answer.value, Table):
        lines += [f"    {line}" for line in _rows(speaker, answer)]
    for item in answer.permitted:
        value = speaker.value(key, item.value, item.entry.unit)
        lines.append(
            "  " + speaker.say("rulebook.command.permitted", {"place": speaker.place(item.place), "value": value})
        )
    lines += ["", speaker.say("rulebook.command.trail"), *(_trail_line(speaker, answer, item) for item in answer.trail)]
    if not answer.trail:
        lines.append("  " + speaker.say("rulebook.command.no_trail"))
    lines += [
        "",
        _declared(speaker, answer),
        speaker.say("rulebook.command.edition", {"edition": speaker.book.edition[:16]}),
    ]
    return "\n".join(lines) + "\n"


def _said(speaker: Speaker, answer: Answer) -> str:
    if answer.value is None:
        return speaker.say("rulebook.command.silent")
    parts = [
        speaker.said(speaker.book.keys[answer.key], answer.value, answer.unit, answer.meaning),
        speaker.place(answer.place),
        speaker.period(answer.since, answer.until),
        speaker.cite(answer.source, answer.clause),
        f"{answer.confidence} {speaker.confidence(answer.confidence)}",
    ]
    return " · ".join(part for part in parts if part)


def _rows(speaker: Speaker, answer: Answer) -> list[str]:
    columns = speaker.book.keys[answer.key].columns
    rows = answer.value.rows if isinstance(answer.value, Table) else ()
    heads = " | ".join(speaker.text(column.title) for column in columns)
    return [heads, *(" | ".join(speaker.cell(row[column.name], column.type) for column in columns) for row in rows)]


_SIGNS = {"won": "✔", "lost": "✘", "opened": "◇", "off": "·"}


def _trail_line(speaker: Speaker, answer: Answer, item: Candidate) -> str:
    key, entry = speaker.book.keys[answer.key], item.entry
    parts = [
        f"{speaker.place(entry.place)} {entry.place}",
        speaker.rule(key, entry),
        speaker.period(entry.since, entry.until),
        f"{speaker.cite(entry.source, entry.clause)} [{entry.confidence}]",
    ]
    line = f"  {_SIGNS[item.outcome]} {' · '.join(parts)}\n      {speaker.reason(key, item)}"
    return f"{line}\n      {speaker.text(entry.note)}" if entry.note else line


def _declared(speaker: Speaker, answer: Answer) -> str:
    key = speaker.book.keys[answer.key]
    values = {
        "date": speaker.text(speaker.book.terms.dates[key.applies_on]),
        "whose": speaker.say(f"rulebook.whose.{key.whose}"),
        "transition": speaker.say(f"rulebook.transition.{key.transition}"),
    }
    return speaker.say("rulebook.command.declared", values)


def as_record(book: Rulebook, answer: Answer) -> dict[str, Json]:
    """The answer as JSON: the basis that a decision would keep, and the trail with stable codes."""
    key = book.keys[answer.key]
    return {
        **answer.basis(),
        "title": {"zh": key.title.zh, "en": key.title.en},
        "asked_place": answer.asked_place,
        "subject": str(answer.subject),
        "until": answer.until.isoformat() if answer.until else None,
        "meaning": answer.meaning,
        "applies_on": key.applies_on,
        "whose": key.whose,
        "transition": key.transition,
        "edition": book.edition,
        "trail": [_candidate(item) for item in answer.trail],
    }


def _candidate(item: Candidate) -> dict[str, Json]:
    against = item.against
    return {
        **entry_record(item.entry),
        "outcome": item.outcome,
        "reason": item.reason,
        "against": against.isoformat() if isinstance(against, date) else as_json(against),
    }


def entry_record(entry: Entry) -> dict[str, Json]:
    """A dated value as JSON."""
    return {
        "place": entry.place,
        "value": as_json(entry.value),
        "unit": entry.unit,
        "meaning": entry.meaning,
        "since": entry.since.isoformat(),
        "until": entry.until.isoformat() if entry.until else None,
        "binds": str(entry.binds),
        "standing": entry.standing,
        "source": entry.source,
        "clause": entry.clause,
        "confidence": entry.confidence,
        "since_confidence": entry.since_confidence,
        "parallel": entry.parallel or None,
        "note": None if entry.note is None else as_json(entry.note),
    }
