"""Checking the evidence bundle of an agreed price offline: its pages are those which the ledger's facts name. Pure.

The bundle is an archive package (docs/ledger.md): catalogue, signature, facts with proofs, documents. What is checked
here besides: each snapshot of the page has the SHA-256 that its fact states, none is left out, and the round that
passed ran from its first to its last day.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kechuang.casework.files import archive_check
from kechuang.casework.files.archive_check import Finding
from kechuang.ledger.checkpoint import Verifier

BEGUN, SNAPPED, PASSED = "market.notice.begun", "market.notice.snapped", "market.notice.passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a bundle came to: faults, whether a key from elsewhere vouches for it, the round that passed."""

    findings: tuple[Finding, ...]
    authentic: bool
    case: str
    rounds: int = 0
    start: str = ""
    end: str = ""
    snapshots: int = 0
    days_without: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.findings


def check(data: bytes, key: Verifier | None = None) -> Checked:
    """Check a bundle's bytes. Nothing is raised, whatever they hold."""
    whole = archive_check.check(data, key)
    if not whole.ok:
        return Checked(findings=whole.findings, authentic=False, case=whole.case)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    facts = list(_facts(parts))
    findings = list(_pages(parts, facts))
    begun = [values for kind, values in facts if kind == BEGUN]
    if not begun:
        findings.append(Finding("notice.bundle_without_notice"))
        return Checked(findings=tuple(findings), authentic=False, case=whole.case)
    passed = [values for kind, values in facts if kind == PASSED]
    last = passed[-1] if passed else begun[-1]
    number = last["round"]
    taken = {str(values["day"]) for kind, values in facts if kind == SNAPPED and values["round"] == number}
    return Checked(
        findings=tuple(findings),
        authentic=whole.authentic and not findings,
        case=whole.case,
        rounds=len(begun),
        start=str(last["start"]),
        end=str(last["end"]),
        snapshots=sum(1 for kind, _values in facts if kind == SNAPPED),
        days_without=tuple(day for day in _days(str(last["start"]), str(last["end"])) if day not in taken),
    )


def _facts(parts: Mapping[str, bytes]) -> Iterable[tuple[str, dict[str, Any]]]:
    catalogue = json.loads(parts[archive_check.CATALOGUE])
    for entry in catalogue["facts"]:
        groups = json.loads(parts[entry["path"]])["groups"]
        public = groups.get("public", {})
        yield str(entry["type"]), public.get("values") or {}


def _pages(parts: Mapping[str, bytes], facts: list[tuple[str, dict[str, Any]]]) -> Iterable[Finding]:
    """Every page of the bundle is one that a fact names, and every page that a fact names is there."""
    stated = {values["sha256"] for kind, values in facts if kind == SNAPPED}
    held = {
        hashlib.sha256(data).hexdigest(): name
        for name, data in parts.items()
        if name.startswith("documents/price-notice-snapshot-")
    }
    for digest in sorted(stated - set(held)):
        yield Finding("notice.bundle_page_missing", digest)
    for digest in sorted(set(held) - stated):
        yield Finding("notice.bundle_page_unknown", held[digest])


def _days(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days=at)).isoformat() for at in range((end - start).days + 1)]
