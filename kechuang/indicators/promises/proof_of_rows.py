"""Compares measured promises with what the facts say: version and terms in force, and whether they are ended."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from kechuang.indicators.promises.models import Promise
from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen

PREFIX = "promise."


class PromiseRows:
    """Replays the facts of each promise into what its row should hold."""

    def __init__(self) -> None:
        self.terms: dict[str, dict[str, str]] = {}
        self.said: dict[str, dict[str, str]] = {}
        self.seqs: dict[str, int] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Take in the facts of promises, in order."""
        for entry in entries:
            if entry.type.startswith(PREFIX):
                self._take(entry.type.removeprefix(PREFIX), entry.groups.get("public", {}), entry.seq)

    def _take(self, what: str, values: Mapping[str, Any], seq: int) -> None:
        promise = str(values.get("promise", ""))
        said = self.said.setdefault(promise, {"released": "False"})
        self.seqs[promise] = seq
        if what == "bound":
            said |= {"target": str(values["target"]), "version": "1"}
            self.terms[promise] = dict(values["terms"])
            said["said"] = _plain(values["said"])
        elif what == "changed":
            said |= {"version": str(values["version"]), "said": _plain(values["said"])}
            kept = {**self.terms.get(promise, {}), **values["new"]}
            self.terms[promise] = {name: text for name, text in kept.items() if text}
        elif what == "released":
            said["released"] = "True"

    def merge(self, later: Self) -> None:
        """Take in what another saw after this one: it may begin with changes of a promise bound before."""
        for promise, values in later.said.items():
            known = self.said.setdefault(promise, {"released": "False"})
            known |= {name: text for name, text in values.items() if (name, text) != ("released", "False")}
        for promise, terms in later.terms.items():
            kept = {**self.terms.get(promise, {}), **terms}
            self.terms[promise] = {name: text for name, text in kept.items() if text}
        self.seqs |= later.seqs

    def finish(self) -> Iterator[Finding]:
        """Name every value of a promise that says something else than its facts."""
        held = dict(_held())
        said = {key: {**values, "terms": _plain(self.terms.get(key, {}))} for key, values in self.said.items()}
        for promise in sorted(said.keys() | held.keys()):
            fact, row = said.get(promise, {}), held.get(promise, {})
            for column in sorted(fact.keys() | row.keys()):
                if fact.get(column, "") != row.get(column, ""):
                    values = {"table": "promises_promise", "row": promise, "column": column}
                    numbers = {"held": row.get(column, ""), "fact": fact.get(column, "")}
                    yield Finding("ledger.row_differs", {**values, **numbers, "seq": self.seqs.get(promise, 0)})


def _plain(terms: Mapping[str, str]) -> str:
    return json.dumps(terms, ensure_ascii=False, sort_keys=True)


def _held() -> Iterator[tuple[str, dict[str, str]]]:
    columns = ("pk", "target", "version", "released", "terms", "said")
    for pk, target, version, released, terms, told in Promise.objects.order_by("pk").values_list(*columns).iterator():
        values = {"target": target, "version": str(version), "released": str(released), "terms": _plain(terms)}
        yield str(pk), {**values, "said": _plain(told)}
