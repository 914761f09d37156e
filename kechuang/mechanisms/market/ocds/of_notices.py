"""Releases of an agreed price: the notice, what became of it, the contract. Pure."""

from collections.abc import Sequence
from typing import Any

from kechuang.mechanisms.market.ocds.values import Setting, Told, amount, end_of, moment, named, value

BEGUN, CHANGED, PASSED = "market.notice.begun", "market.notice.changed", "market.notice.passed"
INTERRUPTED = "market.notice.interrupted"
SIGNED, REGISTERED = "market.notice.signed", "market.notice.registered"
TYPES = (BEGUN, CHANGED, INTERRUPTED, PASSED, SIGNED, REGISTERED)
OBJECTION, WITHDRAWN = "casework.objection_decided", "casework.withdrawn"
CONTRACT = "contract"


def fold(facts: Sequence[Told], setting: Setting) -> list[tuple[Told, dict[str, Any]]]:
    """Give what each fact of an agreed price adds; nothing before a notice went out."""
    found: list[tuple[Told, dict[str, Any]]] = []
    award, title, over = "", "", False
    for told in facts:
        body: dict[str, Any] | None = None
        if told.type == BEGUN:
            before, award, title, over = award, f"round-{told.values['round']}", str(told.values["title"]), False
            body = _begun(told, setting, award, before)
        elif not award or over:
            continue
        elif told.type in {CHANGED, INTERRUPTED} and told.values["restarts"]:
            body = _award("awardCancellation", award, "cancelled")
        elif told.type == PASSED:
            body = _award("awardUpdate", award, "active")
            body["tender"] = {"id": told.case, "milestones": [_milestone(award, told.values["end"], met=True)]}
        elif told.type == SIGNED:
            body = _signed(told, award, title)
        elif told.type == REGISTERED:
            number = {"scheme": "registration", "id": str(told.values["number"])}
            body = {
                "tag": ["contractUpdate"],
                "contracts": [{"id": CONTRACT, "awardID": award, "identifiers": [number]}],
            }
        elif told.type == WITHDRAWN or (told.type == OBJECTION and told.values["upheld"]):
            over, body = True, _award("awardCancellation", award, "cancelled")
            body["tender"] = {"id": told.case, "status": "withdrawn" if told.type == WITHDRAWN else "cancelled"}
            body["tag"].append("tenderCancellation")
        if body is not None:
            found.append((told, body))
    return found


def _award(tag: str, award: str, status: str) -> dict[str, Any]:
    return {"tag": [tag], "awards": [{"id": award, "status": status}]}


def _milestone(award: str, end: object, *, met: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": award,
        "title": "公示",
        "type": "approval",
        "dueDate": end_of(end),
        "status": "met" if met else "scheduled",
    }
    return found | ({"dateMet": end_of(end)} if met else {})


def _begun(told: Told, setting: Setting, award: str, before: str) -> dict[str, Any]:
    values = told.values
    seller = named(str(values["seller"]), "seller", "procuringEntity")
    buyers = [named(str(each), "supplier") for each in values["buyers"]]
    page = setting.page("notice", told.case)
    items = [{"id": str(number), "description": each} for number, each in enumerate(values["achievements"], start=1)]
    tender: dict[str, Any] = {
        "id": told.case,
        "title": values["title"],
        "description": values["summary"],
        "status": "active",
        "datePublished": moment(values["start"]),
        "procuringEntity": seller.reference(),
        "procurementMethod": "direct",
        "procurementMethodDetails": values["mode"],
        "procurementMethodRationale": "协议定价并公示",
        "items": items,
        "milestones": [_milestone(award, values["end"], met=False)],
    }
    if page:
        tender["documents"] = [
            {"id": "page", "documentType": "awardNotice", "title": "公示", "url": page, "format": "text/html"}
        ]
    related = "、".join(values["related"])
    awards = [
        {
            "id": award,
            "title": values["title"],
            "description": f"{values['price']};关联方:{related}" if related else values["price"],
            "status": "pending",
            "date": moment(values["start"]),
            "suppliers": [each.reference() for each in buyers],
            "items": items,
        },
    ]
    if before:
        awards.append({"id": before, "status": "cancelled"})
    return {
        "tag": ["tenderUpdate", "awardUpdate"] if before else ["tender", "award"],
        "parties": [each.party() for each in (seller, *buyers)],
        "tender": tender,
        "awards": awards,
    }


def _signed(told: Told, award: str, title: str) -> dict[str, Any]:
    values = told.values
    contract: dict[str, Any] = {
        "id": CONTRACT,
        "awardID": award,
        "title": title,
        "description": values["price"],
        "status": "active",
        "dateSigned": moment(values["signed_on"]),
    }
    known = amount(values["known_yuan"])
    if known:
        contract["value"] = value(known)
    tender = {"id": told.case, "status": "complete"}
    return {"tag": ["tenderUpdate", "contract"], "tender": tender, "contracts": [contract]}
