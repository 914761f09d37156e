"""Releases of a listing: the offer at a base price, its periods, the deal and what became of it. Pure."""

from collections.abc import Sequence
from typing import Any

from kechuang.mechanisms.market.ocds.values import Setting, Told, amount, end_of, moment, named, value

PUBLISHED, EXTENDED, ENDED = "market.listing.published", "market.listing.extended", "market.listing.ended"
HANDED, CONFIRMED, PASSED = "market.listing.handed_over", "market.listing.confirmed", "market.listing.passed"
SIGNED, DEFAULTED, CLOSED = "market.listing.signed", "market.listing.defaulted", "market.listing.closed"
TYPES = (PUBLISHED, EXTENDED, ENDED, HANDED, CONFIRMED, PASSED, SIGNED, DEFAULTED, CLOSED)
OBJECTION, WITHDRAWN = "casework.objection_decided", "casework.withdrawn"
CONTRACT = "contract"
NOBODY = frozenset({"DELISTED", "UNSOLD"})


def fold(facts: Sequence[Told], setting: Setting) -> list[tuple[Told, dict[str, Any]]]:
    """Give what each fact of a listing adds; nothing before it was published. A buyer is named once it is closed."""
    found: list[tuple[Told, dict[str, Any]]] = []
    award, deals, title, over = "", 0, "", False
    for told in facts:
        body: dict[str, Any] | None = None
        if told.type == PUBLISHED:
            body, title, over = _published(told, setting, again=bool(title)), str(told.values["title"]), False
        elif not title or over:
            continue
        elif told.type == EXTENDED:
            period = {"endDate": end_of(told.values["end"])}
            body = {"tag": ["tenderUpdate"], "tender": {"id": told.case, "tenderPeriod": period}}
        elif told.type == ENDED:
            body = _ended(told)
        elif told.type == HANDED:
            body = {"tag": ["tenderUpdate"], "tender": {"id": told.case, "procurementMethodDetails": "auction"}}
        elif told.type == CONFIRMED:
            deals += 1
            award = f"deal-{deals}"
            body = _confirmed(told, award, title)
        elif told.type == PASSED and award:
            body = {"tag": ["awardUpdate"], "awards": [{"id": award, "status": "active"}]}
        elif told.type == SIGNED and award:
            body = _signed(told, award, title)
        elif told.type == DEFAULTED and award:
            body = {"tag": ["awardCancellation"], "awards": [{"id": award, "status": "cancelled"}]}
        elif told.type == CLOSED and award:
            body = _closed(told, award)
        elif told.type == WITHDRAWN or (told.type == OBJECTION and told.values["upheld"] and award):
            over = told.type == WITHDRAWN
            body = _stopped(told, award)
        if body is not None:
            found.append((told, body))
    return found


def _published(told: Told, setting: Setting, *, again: bool) -> dict[str, Any]:
    values, page = told.values, setting.page("listing", told.case)
    seller = named(str(values["seller"]), "seller", "procuringEntity")
    tender: dict[str, Any] = {
        "id": told.case,
        "title": values["title"],
        "description": values["summary"],
        "status": "active",
        "datePublished": moment(values["start"]),
        "tenderPeriod": {"startDate": moment(values["start"]), "endDate": end_of(values["end"])},
        "procuringEntity": seller.reference(),
        "procurementMethod": "open",
        "procurementMethodDetails": values["mode"],
        "awardCriteria": "priceOnly",
        "minValue": value(amount(values["base_yuan"])),
        "items": [{"id": str(at), "description": each} for at, each in enumerate(values["achievements"], start=1)],
    }
    if values["conditions"]:
        tender["eligibilityCriteria"] = "；".join(str(each) for each in values["conditions"])
    if page:
        tender["documents"] = [
            {"id": "page", "documentType": "tenderNotice", "title": "挂牌公告", "url": page, "format": "text/html"}
        ]
    return {"tag": ["tenderUpdate" if again else "tender"], "parties": [seller.party()], "tender": tender}


def _ended(told: Told) -> dict[str, Any]:
    """Give how many asked and were let in; nobody of them is named."""
    tender: dict[str, Any] = {"id": told.case, "numberOfTenderers": told.values["admitted"]}
    if told.values["outcome"] in NOBODY:
        tender["status"] = "unsuccessful"
    return {"tag": ["tenderUpdate"], "tender": tender}


def _confirmed(told: Told, award: str, title: str) -> dict[str, Any]:
    values = told.values
    found = {
        "id": award,
        "title": title,
        "description": values["way"],
        "status": "pending",
        "date": moment(values["start"]),
        "value": value(amount(values["price_yuan"])),
    }
    return {"tag": ["tenderUpdate", "award"], "tender": {"id": told.case, "status": "complete"}, "awards": [found]}


def _signed(told: Told, award: str, title: str) -> dict[str, Any]:
    values = told.values
    contract = {
        "id": CONTRACT,
        "awardID": award,
        "title": title,
        "status": "active",
        "dateSigned": moment(values["signed_on"]),
        "value": value(amount(values["price_yuan"])),
    }
    return {"tag": ["contract"], "contracts": [contract]}


def _closed(told: Told, award: str) -> dict[str, Any]:
    buyer = named(str(told.values["buyer"]), "supplier", "tenderer")
    return {
        "tag": ["awardUpdate", "contractUpdate"],
        "parties": [buyer.party()],
        "awards": [{"id": award, "status": "active", "suppliers": [buyer.reference()]}],
        "contracts": [{"id": CONTRACT, "awardID": award, "status": "terminated"}],
    }


def _stopped(told: Told, award: str) -> dict[str, Any]:
    tag: list[str] = []
    body: dict[str, Any] = {}
    if award:
        tag.append("awardCancellation")
        body["awards"] = [{"id": award, "status": "cancelled"}]
    if told.type == WITHDRAWN:
        tag.append("tenderCancellation")
        body["tender"] = {"id": told.case, "status": "withdrawn"}
    return {"tag": tag, **body}
