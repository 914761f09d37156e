"""The words of demands: fields, lists, choices, flags; and the owner's name as the public may read it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.demand.models import Demand, DemandTarget
from kechuang.mechanisms.market.demand.rules.requests import AT_LEAST, Target
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.rulebook.value import Table, Text
from kechuang.web import clock, divisions, written
from kechuang.web.slots import Words

# The eight fields that the State supports (国家重点支持的高新技术领域); the numbers are theirs.
FIELDS: dict[str, Words] = {
    "1": _("Electronic information"),
    "2": _("Biology and new medicine"),
    "3": _("Aeronautics and space"),
    "4": _("New materials"),
    "5": _("High-tech services"),
    "6": _("New energy and energy saving"),
    "7": _("Resources and environment"),
    "8": _("Advanced manufacturing and automation"),
}
MODES: dict[str, Words] = {
    "development": _("commissioned or joint development"),
    "transfer": _("transfer of a result"),
    "licence": _("licence"),
    "service": _("technical service or consultation"),
    "shares": _("technology as shares"),
    "open": _("open to proposals"),
}
WISHES: dict[str, Words] = {
    "owner": _("rights to the owner of the demand"),
    "shared": _("rights shared by agreement"),
    "provider": _("rights to who solves it"),
    "open": _("rights by agreement"),
}
PAYS: dict[str, Words] = {
    "acceptance": _("after acceptance"),
    "stages": _("in stages"),
    "royalty": _("a share of what it earns"),
    "open": _("payment by agreement"),
}
REASONS: dict[str, Words] = {
    "advertisement": _("an advertisement, not a demand"),
    "no_target": _("no measurable target"),
    "consultancy": _("not set by the owner"),
    "copy": _("copy of another demand"),
    "other": _("another reason"),
}
CHANNELS: dict[str, Words] = {
    "online": _("entered by the owner"),
    "agent": _("entered by an intermediary"),
    "table": _("taken in from a table"),
}
FLAGS: dict[str, Words] = {
    "advertisement": _("words of an advertisement"),
    "copy": _("text shared with another demand"),
    "budget_insisted": _("large budget, confirmed by the owner"),
    "on_behalf": _("set by an intermediary for"),
    "no_current_value": _("no present value of any target is given"),
}
REASON_CODES: dict[str, Words] = {
    "field": _("same field"),
    "ipc_group": _("same IPC main group"),
    "ipc_subclass": _("same IPC subclass"),
    "ipc_class": _("same IPC class"),
    "keyword": _("keyword"),
    "words": _("words in both"),
    "readiness": _("readiness reached"),
    "place": _("same city"),
    "region": _("in the region asked for"),
}
MASKED = _("(name withheld at the owner's request)")


def field(code: str) -> str:
    """Name a field of technology; a finer number stands behind its field's name."""
    head = code.partition(".")[0]
    word = str(FIELDS.get(head, code))
    return f"{word} {code}" if "." in code else word


def _titled(key: str, place: str, on: date) -> dict[str, str]:
    value = Law(rulebook.current()).ask(key, place=place, on=on).value
    if not isinstance(value, Table):
        return {}
    return {str(row["code"]): _text(row["title"]) for row in value.rows}


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell of a table of the rules
    if not isinstance(cell, Text):
        return str(cell)
    if get_language() == "en":
        return cell.en or cell.zh
    return divisions.traditional(cell.zh) if (get_language() or "").lower() == "zh-hant" else cell.zh


# A demand's list and band are read again where nobody says which place: the province that named them first.
NAMED_BY = "330000"


def lists(place: str = NAMED_BY, on: date | None = None) -> dict[str, str]:
    """Give the kinds of lists of a place with their words."""
    return _titled("demand.lists", place, on or clock.today())


def bands(place: str = NAMED_BY, on: date | None = None) -> dict[str, str]:
    """Give the bands in which budgets are published."""
    return _titled("demand.budget.bands", place, on or clock.today())


def list_word(code: str) -> str:
    """Name a kind of list."""
    return lists().get(code, code) or gettext("no list")


def band_word(code: str) -> str:
    """Name a band; no band is a negotiable budget."""
    return bands().get(code, code) if code else gettext("negotiable")


def flag(code: str) -> str:
    """Say a flag in words, with what shows it."""
    name, _colon, shown = code.partition(":")
    word = str(FLAGS.get(name, name))
    return gettext("%(flag)s: %(shown)s") % {"flag": word, "shown": shown} if shown else word


def owner_shown(row: Demand) -> str:
    """Name the owner as everybody may read it: not at all where the owner asked so."""
    if row.masked or row.case.holder is None:
        return str(MASKED)
    return row.behalf_name or row.case.holder.name


def target_words(each: DemandTarget | Target) -> dict[str, str]:
    """Give a target for pages: indicator, value now, value wanted with its sense, unit, method."""
    current = each.current
    return {
        "indicator": each.indicator,
        "unit": each.unit,
        "current": "" if current is None else number(current),
        "target": f"{'≥' if each.sense == AT_LEAST else '≤'} {number(each.target)}",
        "method": each.method,
    }


def number(value: object) -> str:
    """Write a decimal without idle zeros."""
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal | None) -> str:
    """Write an amount; none is negotiable."""
    return gettext("negotiable") if value is None else gettext("%(amount)s yuan") % {"amount": written.money(value)}
