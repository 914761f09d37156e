"""A confirmed candidate as files of the rulebook: rule, source and, where the key is new, its declaration. Pure.

The files form a folder to be laid over a node's rules (``KECHUANG_HOME/regions``). Each document has a folder and each
new key a file of its own, so that one laid out twice replaces itself and declares nothing twice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

MEANINGS = ("fixed", "floor", "ceiling", "default")
CONFIDENCES = ("S", "s", "G")
STANDINGS = ("in_force", "draft", "example")
DOMAIN = "incentive"
DOMAIN_TITLE = {"zh": "地方奖补政策", "en": "Local incentives"}
KEY = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)+")
_SAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A rule as a person confirmed it. ``title_zh`` and ``title_en`` are set where the key is new."""

    key: str
    type: str
    meaning: str
    value: str
    unit: str = ""
    kind: str = ""
    place: str
    since: date
    until: date | None = None
    clause: str
    confidence: str = "S"
    since_confidence: str = "S"
    standing: str = "in_force"
    title_zh: str = ""
    title_en: str = ""
    quote: str = ""

    @property
    def new_key(self) -> bool:
        """Whether the key is declared by this proposal."""
        return bool(self.title_zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The document that a rule was taken from, as the rulebook cites it."""

    title: str
    number: str
    issuer: str
    issued: str
    register_number: str

    @property
    def id(self) -> str:
        """The source's id: that of the document in the register."""
        return self.register_number.lower() or "document"


def folder(place: str, cited: Cited) -> str:
    """Give the folder of a document's rules: 330100-zc-330000-2026-1."""
    return f"{place}-{_SAFE.sub('-', cited.id).strip('-')}"


def files(proposals: Sequence[Proposal], cited: Cited) -> dict[str, str]:
    """Give the files, by their path below ``regions/``, for the confirmed rules of one document."""
    made: dict[str, str] = {}
    for each in proposals:
        if each.new_key:
            made[f"keys/local-{_SAFE.sub('-', each.key).strip('-')}.yaml"] = key_file(each)
    ordered = sorted(proposals, key=lambda each: (each.place, each.key, each.since))
    for place, held in groupby(ordered, key=lambda each: each.place):
        name = folder(place, cited)
        made[f"{name}/sources.yaml"] = source_file(cited)
        made[f"{name}/rules/incentives.yaml"] = rules_file(list(held), cited)
    return made


def key_file(proposal: Proposal) -> str:
    """Declare a new key."""
    unit = f"\n  unit: [{proposal.unit}]" if proposal.type == "days" else ""
    return (
        f"domain: {DOMAIN}\n"
        f"title: {_both(DOMAIN_TITLE['zh'], DOMAIN_TITLE['en'])}\n"
        "keys:\n"
        f"- key: {proposal.key}\n"
        f"  title: {_both(proposal.title_zh, proposal.title_en)}\n"
        f"  type: {proposal.type}{unit}\n"
        "  applies_on: any\n"
        "  whose: case\n"
        "  transition: new_cases_only\n"
    )


def source_file(cited: Cited) -> str:
    """Declare the document as a source; its title is quoted in both languages as published."""
    number = f"  number: {_quoted(cited.number)}\n" if cited.number else ""
    issuer = f"  issuer: {_both(cited.issuer, cited.issuer)}\n" if cited.issuer else ""
    issued = f"  issued: {_quoted(cited.issued)}\n" if cited.issued else ""
    return f"- id: {cited.id}\n  read: full\n  title: {_both(cited.title, cited.title)}\n{number}{issuer}{issued}"


def rules_file(proposals: Sequence[Proposal], cited: Cited) -> str:
    """Write the rules: one block a key and circle of subjects, one entry a value, oldest first."""
    blocks = []
    ordered = sorted(proposals, key=lambda each: (each.key, each.meaning, each.kind, each.since))
    for (key, meaning, kind), held in groupby(ordered, key=lambda each: (each.key, each.meaning, each.kind)):
        lines = [f"- key: {key}", f"  meaning: {meaning}"]
        if kind:
            lines.append(f"  for: {{kinds: [{kind}]}}")
        lines.append("  values:")
        for each in held:
            lines.extend(_dated(each, cited))
        blocks.append("\n".join(lines))
    return "\n".join(blocks) + "\n"


def _dated(proposal: Proposal, cited: Cited) -> list[str]:
    fields: list[tuple[str, str]] = [("since", proposal.since.isoformat())]
    if proposal.until:
        fields.append(("until", proposal.until.isoformat()))
    fields.append(("value", proposal.value))
    if proposal.type == "days":
        fields.append(("unit", proposal.unit))
    fields += [("source", cited.id), ("clause", _quoted(proposal.clause or "unrecorded"))]
    fields.append(("confidence", proposal.confidence))
    if proposal.since_confidence != proposal.confidence:
        fields.append(("since_confidence", proposal.since_confidence))
    if proposal.standing != "in_force":
        fields.append(("standing", proposal.standing))
    if proposal.quote:
        fields.append(("note", _both(f"原文：{proposal.quote}", f"As published: {proposal.quote}")))
    return [f"  {'- ' if at == 0 else '  '}{name}: {value}" for at, (name, value) in enumerate(fields)]


def _both(zh: str, en: str) -> str:
    return f"{{zh: {_quoted(zh)}, en: {_quoted(en)}}}"


def _quoted(text: str) -> str:
    """Write text in double quotes as YAML reads it back: on one line, quotes and backslashes marked."""
    plain = "".join(each if each.isprintable() else " " for each in text)
    escaped = " ".join(plain.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def to_plain(proposal: Proposal) -> dict[str, str]:
    """Give a proposal as plain text values, as fact and table keep it."""
    return {
        "key": proposal.key,
        "type": proposal.type,
        "meaning": proposal.meaning,
        "value": proposal.value,
        "unit": proposal.unit,
        "kind": proposal.kind,
        "place": proposal.place,
        "since": proposal.since.isoformat(),
        "until": proposal.until.isoformat() if proposal.until else "",
        "clause": proposal.clause,
        "confidence": proposal.confidence,
        "since_confidence": proposal.since_confidence,
        "standing": proposal.standing,
        "title_zh": proposal.title_zh,
        "title_en": proposal.title_en,
        "quote": proposal.quote,
    }


def from_plain(plain: Mapping[str, str]) -> Proposal:
    """Take a proposal back."""
    values: dict[str, str] = {**plain}
    since, until = date.fromisoformat(values.pop("since")), values.pop("until")
    return Proposal(**values, since=since, until=date.fromisoformat(until) if until else None)
