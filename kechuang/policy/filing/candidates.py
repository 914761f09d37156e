"""What an incentive article would be as rules: who, under which condition, which share or amount, up to what, how long.

Pure. Every figure of an article is one candidate for a person to confirm or reject; nothing here is law. Source of the
forms: the incentive articles of local policy measures (若干政策), as the reader finds them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kechuang.policy.filing.stretch import Published
from kechuang.policy.finding import INCENTIVE, Noted, Reading
from kechuang.policy.read.marks import chinese_number

RATIO, CAP, AMOUNT, LEAST, TERM = "ratio", "cap", "amount", "least", "term"
ROLES = (RATIO, CAP, AMOUNT, LEAST, TERM)
TYPES = ("share", "yuan", "years", "months", "days", "count", "percent_points", "number")

_CAP = re.compile(r"最高|不超过|不高于|上限|封顶|以内|至多|最多")
_LEAST = re.compile(r"不低于|不少于|最低|以上")
_ENDS = "。；;\n"
_TERM = re.compile(
    r"(?:期限(?:为|不超过|最长)?|连续(?:奖励|补助|支持|资助|补贴|给予)?|为期|最长(?:不超过)?)"
    r"\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:个)?(年|月)"
)
_FROM = re.compile(r"自((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日起(?:正式)?(?:施行|实施|执行|生效|试行)")
_FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|颁布)之日起(?:正式)?(?:施行|实施|执行|生效|试行)")
_VALID_YEARS = re.compile(r"有效期(?:限)?(?:为)?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*年")
_VALID_UNTIL = re.compile(r"有效期(?:限)?(?:至|到)\s*((?:19|20)\d\d)年(?:(\d{1,2})月)?(?:(\d{1,2})日)?")
_DRAFT = re.compile(r"征求意见稿|草案|送审稿")
_LEADS = re.compile(r"^(?:（[一二三四五六七八九十]+）|\d+[.、])?\s*(?:对于|对|凡)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """From which day to which (exclusive) a document says that it holds; ``read`` says that the day stands in it."""

    since: date | None
    until: date | None
    read: bool
    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One figure of an incentive article. ``value`` is written as the rulebook takes it: 10%, 300万, 3."""

    code: str
    clause: str
    role: str
    type: str
    value: str
    who: str
    condition: str
    quote: str
    start: int
    end: int
    article: int


def force_of(reading: Reading, text: str) -> Force:
    """Say from which day a document holds: as it states, else the day of its issue."""
    issued = date.fromisoformat(reading.issued_on) if reading.issued_on else None
    since, read = issued, False
    if match := _FROM.search(text):
        since, read = _day(*match.groups()), True
    elif _FROM_ISSUE.search(text):
        read = issued is not None
    until = None
    if match := _VALID_UNTIL.search(text):
        until = _after(match[1], match[2], match[3])
    elif since and (match := _VALID_YEARS.search(text)):
        until = _later(since, _number(match[1]))
    if since is not None and until is not None and until <= since:
        until = None
    return Force(since=since, until=until, read=read and since is not None, draft=bool(_DRAFT.search(reading.title)))


def candidates(reading: Reading, text: str) -> list[Candidate]:
    """Give the candidates of a document in the order of its text."""
    published = Published(text, reading.layout)
    found = [each for each in reading.of(INCENTIVE) if isinstance(each, Noted)]
    made: list[Candidate] = []
    for number, group in enumerate(_articles(found, text)):
        start, end = _sentence(text, group[0].start)[0], _sentence(text, group[-1].end - 1)[1]
        quote = published.plain(start, end)
        who = _who(group[0], quote)
        for each in group:
            made.extend(_figures(each, quote, who, number))
        made.extend(_terms(quote, group[0], who, number))
    return made


def _articles(found: Sequence[Noted], text: str) -> Iterator[list[Noted]]:
    """Give the findings of one sentence together."""
    group: list[Noted] = []
    end = -1
    for each in sorted(found, key=lambda each: each.start):
        if group and each.start >= end:
            yield group
            group = []
        if not group:
            end = _sentence(text, each.start)[1]
        group.append(each)
    if group:
        yield group


def _sentence(text: str, place: int) -> tuple[int, int]:
    """Give the sentence in which a place lies; a semicolon ends one."""
    start = max(text.rfind(sign, 0, place) for sign in _ENDS) + 1
    ends = [at for sign in _ENDS if (at := text.find(sign, place)) >= 0]
    return start, min(ends) + 1 if ends else len(text)


def _who(first: Noted, quote: str) -> str:
    said = first.values.get("condition", "") or quote.partition("，")[0]
    return _LEADS.sub("", said).rstrip("，,：: ").removesuffix("给予").removesuffix("的再奖励")


def _figures(found: Noted, quote: str, who: str, article: int) -> Iterator[Candidate]:
    unit, words = found.values.get("unit", ""), _words(found, quote)
    for suffix, value, role in _values(found, words):
        written = written_as_rule(value, unit)
        if written is None:
            continue
        kind, text = written
        yield Candidate(
            code=found.code + suffix,
            clause=found.clause,
            role=RATIO if kind in {"share", "percent_points"} and role == AMOUNT else role,
            type=kind,
            value=text,
            who=who,
            condition=found.values.get("condition", ""),
            quote=quote,
            start=found.start,
            end=found.end,
            article=article,
        )


def _words(found: Noted, quote: str) -> str:
    """Give the part of the sentence that the figure stands in: from the comma before it to the comma after."""
    value = found.values.get("value", "")
    at = quote.find(value + found.values.get("unit", "")) if value else -1
    if at < 0:
        return ""
    low = max(quote.rfind(sign, 0, at) for sign in "，,：:") + 1
    high = min((place for sign in "，,。；;" if (place := quote.find(sign, at)) >= 0), default=len(quote))
    return quote[low:high]


def _values(found: Noted, words: str) -> Iterator[tuple[str, str, str]]:
    value, most = found.values.get("value", ""), found.values.get("value_max", "")
    comparator = found.values.get("comparator", "")
    if not value:
        return
    if most:
        yield "", value, LEAST
        yield "-max", most, CAP
    elif comparator in {"le", "lt"} or _CAP.search(words):
        yield "", value, CAP
    elif comparator in {"ge", "gt"} or _LEAST.search(words):
        yield "", value, LEAST
    else:
        yield "", value, AMOUNT


def written_as_rule(value: str, unit: str) -> tuple[str, str] | None:
    """Give the type of key and the value as the rulebook writes it; None for a unit that it does not know."""
    bare = unit.replace(" ", "").replace("人民币", "")
    if bare in {"%", "％"}:
        return "share", f"{value}%"
    if bare == "‰":
        return "share", f"{format((Decimal(value) / 10).normalize(), 'f')}%"
    if bare.startswith("个百分点") or bare == "百分点":
        return "percent_points", value
    if match := re.match(r"(万|亿)?元", bare):
        return "yuan", f"{value}{match[1] or ''}"
    return None


def _terms(quote: str, first: Noted, who: str, article: int) -> Iterator[Candidate]:
    for at, match in enumerate(_TERM.finditer(quote)):
        number = _number(match[1])
        if number:
            yield Candidate(
                code=f"{first.code}-term{at or ''}",
                clause=first.clause,
                role=TERM,
                type="years" if match[2] == "年" else "months",
                value=str(number),
                who=who,
                condition=first.values.get("condition", ""),
                quote=quote,
                start=first.start,
                end=first.end,
                article=article,
            )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else chinese_number(text) or 0


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _after(year: str, month: str | None, day: str | None) -> date | None:
    """Give the first day after a day, month or year to which something is valid."""
    if day and month:
        last = _day(year, month, day)
        return last + timedelta(days=1) if last else None
    if month:
        return date(int(year) + int(month) // 12, int(month) % 12 + 1, 1) if 1 <= int(month) <= 12 else None
    return date(int(year) + 1, 1, 1)


def _later(since: date, years: int) -> date | None:
    if not years:
        return None
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return since.replace(year=since.year + years, month=3, day=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A key of the rulebook, for suggesting it."""

    name: str
    title: str
    type: str
    meaning: str = ""


def suggested(type_: str, words: str, keys: Sequence[Known], most: int = 5) -> list[Known]:
    """Give the keys of the same type whose titles share most with the article; none that share nothing."""
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    scored = [(len(pairs & {key.title[at : at + 2] for at in range(len(key.title) - 1)}), key) for key in keys]
    fitting = [(score, key) for score, key in scored if key.type == type_ and score >= 2]
    return [key for _score, key in sorted(fitting, key=lambda each: (-each[0], each[1].name))][:most]
