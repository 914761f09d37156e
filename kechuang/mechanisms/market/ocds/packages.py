"""Releases packed for publication: release packages, records, record packages, and a table. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.mechanisms.market.ocds.merging import Release, compiled, ordered, versioned

VERSION = "1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes, under which licence and policy (addresses; empty where the node has none)."""

    name: str
    address: str = ""
    licence: str = ""
    policy: str = ""


def _head(publisher: Publisher, uri: str, published: str) -> dict[str, Any]:
    body = {"name": publisher.name} | ({"uri": publisher.address} if publisher.address else {})
    links = {"license": publisher.licence, "publicationPolicy": publisher.policy}
    head = {"uri": uri, "version": VERSION, "publishedDate": published, "publisher": body}
    return head | {name: link for name, link in links.items() if link}


def release_package(releases: Sequence[Release], *, publisher: Publisher, uri: str, published: str) -> dict[str, Any]:
    """Give releases of any processes as one package."""
    return {**_head(publisher, uri, published), "releases": [dict(each) for each in releases]}


def record(releases: Sequence[Release]) -> dict[str, Any]:
    """Give everything about one process. Raises MergeRefusedError."""
    rows = ordered(releases)
    return {
        "ocid": rows[0]["ocid"],
        "releases": rows,
        "compiledRelease": compiled(rows),
        "versionedRelease": versioned(rows),
    }


def record_package(
    records: Sequence[dict[str, Any]], *, publisher: Publisher, uri: str, published: str
) -> dict[str, Any]:
    """Give records as one package."""
    return {**_head(publisher, uri, published), "records": list(records)}


HEADS = (
    "ocid", "date", "tag", "tender/title", "tender/status", "tender/procurementMethod", "tender/minValue/amount",
    "tender/numberOfTenderers", "award/status", "award/date", "award/value/amount", "award/suppliers",
    "contract/id", "contract/status", "contract/dateSigned", "contract/value/amount", "contract/type",
)  # fmt: skip


def rows(releases: Sequence[Release]) -> Iterator[list[Any]]:
    """Give releases as rows under ``HEADS``: one a release, with the first award and contract that it names."""
    for each in releases:
        tender = each.get("tender", {})
        award, contract = _first(each.get("awards")), _first(each.get("contracts"))
        item = _first(contract.get("items"))
        yield [
            *(each["ocid"], each["date"], ";".join(each["tag"])),
            *(tender.get(name, "") for name in ("title", "status", "procurementMethod")),
            tender.get("minValue", {}).get("amount", ""),
            tender.get("numberOfTenderers", ""),
            *(award.get(name, "") for name in ("status", "date")),
            award.get("value", {}).get("amount", ""),
            ";".join(body["name"] for body in award.get("suppliers", ())),
            *(contract.get(name, "") for name in ("id", "status", "dateSigned")),
            contract.get("value", {}).get("amount", ""),
            item.get("classification", {}).get("id", ""),
        ]


def _first(members: Any) -> dict[str, Any]:  # noqa: ANN401 - a list of objects, or nothing
    return dict(members[0]) if members else {}
