"""`kechuang read FILE [--json] [--text] [--english] [--trust]`: what a policy document promises, to whom, with places.

Exit codes: 0 the document was read; 1 the file was refused (the reason and the remedy are printed); 2 no such file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kechuang.policy.read import faults, isolated, read
from kechuang.policy.read.document import Document, Target, to_json

if TYPE_CHECKING:
    import argparse

READ, REFUSED, MISSING = 0, 1, 2
_COMPARATOR = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ ", "relative_gt": "+"}
_QUOTE = 46


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `kechuang read`."""
    parser.add_argument("file", help="txt, html, md, pdf, docx or OFD; “-” reads the standard input")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the whole reading as JSON (shape: docs/reader.md)")
    form.add_argument("--text", action="store_true", help="print the raw text that all offsets count in")
    parser.add_argument("--english", action="store_true", help="explain refusals and gaps in English")
    parser.add_argument(
        "--trust", action="store_true", help="read in this process, without limits (for files of your own)"
    )


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Read one file and print what was asked for; a refusal goes to the error stream."""
    try:
        data = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    except OSError as error:
        print(f"kechuang read: {arguments.file}: {error.strerror}", file=sys.stderr)
        return MISSING
    name = Path(arguments.file).name
    try:
        document = read.read_bytes(data, name) if arguments.trust else isolated.read_isolated(data, name)
    except faults.ReadingRefused as refused:
        if arguments.json:
            answer = {"refusal": {"code": refused.refusal.code, "values": dict(refused.refusal.values)}}
            print(json.dumps(answer, ensure_ascii=False), file=out)
        print(faults.sentence(refused.refusal.code, dict(refused.refusal.values), arguments.english), file=sys.stderr)
        return REFUSED
    if arguments.text:
        out.write(document.raw)
    elif arguments.json:
        json.dump(to_json(document), out, ensure_ascii=False, indent=1)
        out.write("\n")
    else:
        _print(document, out, arguments.english)
    return READ


def _print(document: Document, out: TextIO, english: bool) -> None:
    meta = document.meta
    print(meta.title or "—", file=out)
    issuers = "、".join(meta.issuers) + ("（据标题推断）" if meta.issuers_inferred else "")
    facts = (
        ("发文机关", issuers),
        ("文号", meta.doc_number or ""),
        ("成文日期", str(meta.issue_date or "")),
        ("网页日期", str(meta.published_on or "")),
        ("期限", "—".join(str(y) for y in meta.period or ())),
        ("目标年份", "、".join(str(y) for y in meta.goal_years)),
        ("主送", "；".join(meta.recipients)),
    )
    for label, value in facts:
        if value:
            print(f"  {label}  {value}", file=out)
    _heading(out, "目录", len(document.sections))
    for section in document.sections:
        indent = "  " * (1 if section.level == "box" else section.level)
        print(f"{indent}{section.marker}{section.title or '（无标题）'}  [{section.start}–{section.end}]", file=out)
    _heading(out, "目标", len(document.targets))
    for target in document.targets:
        year = str(target.year or ("每年" if target.frequency else "—"))
        print(
            f"  {year:>4}  {target.indicator}  {_amount(target)}  [{target.start}–{target.end}] {_short(target.quote)}",
            file=out,
        )
    _heading(out, "责任单位", len(document.assignments))
    for assignment in document.assignments:
        lead = f"（牵头：{'、'.join(assignment.lead)}）" if assignment.lead else ""
        more = " 等" if assignment.open_list else ""
        where = assignment.section[-1] if assignment.section else ""
        print(
            f"  {'、'.join(assignment.units)}{more}{lead}  [{assignment.start}–{assignment.end}] {_short(where)}",
            file=out,
        )
    _heading(out, "激励", len(document.incentives))
    for incentive in document.incentives:
        sign = _COMPARATOR.get(incentive.comparator, "")
        print(
            f"  {sign}{incentive.value.normalize():f}{incentive.unit}  [{incentive.start}–{incentive.end}"
            f"] {_short(incentive.quote)}",
            file=out,
        )
    _heading(out, "系统", len(document.named_systems))
    for system in document.named_systems:
        print(f"  {system.name}  [{system.start}–{system.end}]", file=out)
    _heading(out, "文件", len(document.cited_documents))
    for cited in document.cited_documents:
        print(f"  《{cited.title}》{cited.doc_number or ''} {cited.role}  [{cited.start}–{cited.end}]", file=out)
    _heading(out, "缺损", len(document.gaps))
    for gap in document.gaps:
        print(
            f"  [{gap.start}–{gap.end}] {faults.sentence(gap.code, dict(gap.values), english)} {_short(gap.quote)}",
            file=out,
        )


def _heading(out: TextIO, title: str, count: int) -> None:
    print(f"\n{title}（{count}）", file=out)


def _amount(target: Target) -> str:
    if target.value is None:
        return f"> {target.relative_to}" if target.relative_to else "—"
    top = f"—{target.value_max.normalize():f}" if target.value_max is not None else ""
    return f"{_COMPARATOR.get(target.comparator, '')}{target.value.normalize():f}{top}{target.unit or ''}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE else line[: _QUOTE - 1] + "…"
