"""Small rulebooks for tests: entries built by hand, or a folder of YAML files with one thing changed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from kechuang.rulebook.book import Entry, Filter, Key, Subject
from kechuang.rulebook.resolve import Rulebook
from kechuang.rulebook.value import Text

CHAIN = ("330902", "330900", "330000", "000000")
DAY = date(2024, 6, 1)
SHARE = Key(
    name="demo.share",
    domain="demo",
    title=Text("比例", "Share"),
    type="share",
    units=("share",),
    applies_on="application",
    whose="case",
    transition="new_cases_only",
)


def entry(place="000000", value="0.5", meaning="floor", since=date(2010, 1, 1), until=None, **more) -> Entry:
    return Entry(
        key=more.pop("key", "demo.share"),
        place=place,
        value=Decimal(value) if isinstance(value, str) else value,
        unit="share",
        meaning=meaning,
        since=since,
        until=until,
        source="law",
        clause="1",
        confidence="S",
        binds=more.pop("binds", Filter()),
        **more,
    )


def book(*entries: Entry, key: Key = SHARE) -> Rulebook:
    return Rulebook("test", {key.name: key}, entries, chain=lambda place, _on: CHAIN[CHAIN.index(place) :])


def ask(found: Rulebook, *, place="330902", on=DAY, subject: Subject | None = None, **more):
    return found.ask("demo.share", place=place, on=on, subject=subject, **more)


TERMS = """\
dates:
  application: {zh: 申请日, en: day of the application}
kinds:
  enterprise: {zh: 企业, en: enterprise}
  unit: {zh: 单位, en: unit}
tags:
  central: {zh: 中央所属, en: of the centre}
"""

KEYS = """\
domain: demo
title: {zh: 演示, en: Demonstration}
defaults: {applies_on: application, whose: case, transition: new_cases_only}
keys:
- {key: demo.share, type: share, tightens: lower, title: {zh: 比例, en: Share}}
- {key: demo.days, type: days, unit: [calendar_day, working_day], title: {zh: 天数, en: Days}}
- {key: demo.open, type: flag, title: {zh: 可否, en: Whether}}
- key: demo.reach
  type: choice
  tightens: lower
  title: {zh: 范围, en: Reach}
  choices: [{code: county, title: {zh: 县, en: county}}, {code: province, title: {zh: 省, en: province}}]
- key: demo.list
  type: table
  tightens: fewer_rows
  title: {zh: 名单, en: List}
  columns: [{name: code, type: code, title: {zh: 代码, en: Code}}]
- key: demo.score
  type: table
  title: {zh: 得分, en: Score}
  columns:
  - {name: band, type: band, covers: ">=0", title: {zh: 区间, en: Band}}
  - {name: score, type: number, title: {zh: 得分, en: Score}}
"""

SOURCES = """\
- {id: law, read: full, title: {zh: 某法, en: A law}}
- {id: page, read: secondary, title: {zh: 某页, en: A page}}
- {id: ours, read: own, title: {zh: 本平台, en: Ours}}
"""

RULE = """\
- key: demo.share
  meaning: floor
  values:
  - {since: 2020-01-01, value: 50%, source: law, clause: "1", confidence: S}
"""

FILES = {
    "terms.yaml": TERMS,
    "keys/demo.yaml": KEYS,
    "000000-nation/region.yaml": 'code: "000000"\ntitle: {zh: 全国, en: the nation}\nkind: nation\n',
    "000000-nation/sources.yaml": SOURCES,
    "000000-nation/rules/demo.yaml": RULE,
    "330000-zhejiang/region.yaml": 'code: "330000"\ntitle: {zh: 浙江省, en: Zhejiang}\nkind: province\n',
    "330421-jiashan/region.yaml": 'code: "330421"\ntitle: {zh: 嘉善县, en: Jiashan}\nkind: county\n',
}


def write(root: Path, files: dict[str, str] | None = None, *, base: bool = True) -> Path:
    """Write a root of rules: the small base, with these files added or put in its place."""
    for name, text in {**(FILES if base else {}), **(files or {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
