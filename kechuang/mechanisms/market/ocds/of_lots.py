"""Releases of a lot of a sale by auction. Pure."""

from collections.abc import Sequence
from typing import Any

from kechuang.mechanisms.market.ocds.values import Setting, Told, amount, moment, named, value

ANNOUNCED, FOLLOWED, HAMMERED = "market.lot.announced", "market.lot.followed", "market.lot.hammered"
TYPES = (ANNOUNCED, FOLLOWED, HAMMERED)
PURCHASE = frozenset({"reverse", "sealed_reverse"})
AWARD = "hammer"
ENDED = {"unsold": "unsuccessful", "withdrawn": "withdrawn", "aborted": "cancelled"}
AWARDED = {"confirmed": "active", "settled": "active", "defaulted": "cancelled", "default_settled": "cancelled"}
UPDATE = "awardUpdate"


def fold(facts: Sequence[Told], setting: Setting) -> list[tuple[Told, dict[str, Any]]]:
    """Give what each fact of a lot adds: the offer, the result, how it ended. Who took it is named once confirmed."""
    found: list[tuple[Told, dict[str, Any]]] = []
    sold = False
    for told in facts:
        body: dict[str, Any] | None = None
        if told.type == ANNOUNCED:
            body = _announced(told, setting)
        elif told.type == HAMMERED:
            sold, body = True, _hammered(told)
        elif told.type == FOLLOWED:
            body = _followed(told, sold=sold)
        if body is not None:
            found.append((told, body))
    return found


def _announced(told: Told, setting: Setting) -> dict[str, Any]:
    """Give the offer with who makes it: the seller, or in a sale where sellers underbid each other the buyer."""
    offer, words = _offer(told, setting), str(told.values.get("seller", ""))
    if not words:
        return {"tag": ["tender"], "tender": offer}
    owner = named(words, "buyer" if told.values["form"] in PURCHASE else "seller", "procuringEntity")
    return {
        "tag": ["tender"],
        "parties": [owner.party()],
        "tender": {**offer, "procuringEntity": owner.reference()},
    }


def _offer(told: Told, setting: Setting) -> dict[str, Any]:
    values, purchase = told.values, told.values["form"] in PURCHASE
    page = setting.page("lot", told.case)
    return {
        "id": told.case,
        "title": values["title"],
        "status": "active",
        "datePublished": moment(told.on),
        "procurementMethod": "open",
        "procurementMethodDetails": values["form"],
        "awardCriteria": "priceOnly",
        ("value" if purchase else "minValue"): value(amount(values["start_yuan"])),
        "items": [_item(told, setting)],
        **({"documents": [_page(page)]} if page else {}),
    }


def _item(told: Told, setting: Setting) -> dict[str, Any]:
    place = setting.place(str(told.values["place"]))
    found: dict[str, Any] = {"id": "1", "description": told.values["title"], "quantity": 1}
    return found | ({"deliveryAddresses": [{"region": place, "country": "CN"}]} if place else {})


def _page(url: str) -> dict[str, str]:
    return {"id": "page", "documentType": "tenderNotice", "title": "公告", "url": url, "format": "text/html"}


def _hammered(told: Told) -> dict[str, Any]:
    values = told.values
    award: dict[str, Any] = {
        "id": AWARD,
        "title": values["title"],
        "description": f"号牌 {values['paddle']}" if values["paddle"] else "",
        "status": "pending",
        "date": moment(told.on),
    }
    if values["price_yuan"] is not None:
        award["value"] = value(amount(values["price_yuan"]))
    tender = {"id": told.case, "status": "complete", "numberOfTenderers": values["bidders"]}
    return {"tag": ["tenderUpdate", "award"], "tender": tender, "awards": [award]}


def _followed(told: Told, *, sold: bool) -> dict[str, Any] | None:
    phase = str(told.values["phase"])
    if sold and (phase in AWARDED or phase == "aborted"):
        award = {"id": AWARD, "status": AWARDED.get(phase, "cancelled")}
        tag = UPDATE if award["status"] == "active" else "awardCancellation"
        words = str(told.values.get("buyer", ""))
        if not words:
            return {"tag": [tag], "awards": [award]}
        taker = named(words, "supplier", "tenderer")
        return {
            "tag": [tag],
            "parties": [taker.party()],
            "awards": [{**award, "suppliers": [taker.reference()]}],
        }
    if phase in ENDED:
        tag = "tenderUpdate" if phase == "unsold" else "tenderCancellation"
        tender = {"id": told.case, "status": ENDED[phase], "numberOfTenderers": told.values["bidders"]}
        return {"tag": [tag], "tender": tender}
    return None
