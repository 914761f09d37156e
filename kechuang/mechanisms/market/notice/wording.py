"""The words of agreed prices: modes, prices as sentences, relations, places."""

from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.notice.rules.price import (
    ENTRY_ROYALTY,
    FALLING,
    FIXED,
    INSTALMENTS,
    LUMP,
    RISING,
    ROYALTY,
    Price,
)
from kechuang.web import written
from kechuang.web.slots import Words

MODES: dict[str, Words] = {
    "transfer": _("transfer of rights"),
    "licence_exclusive": _("exclusive licence"),
    "licence_sole": _("sole licence"),
    "licence_ordinary": _("ordinary licence"),
    "shares": _("contribution as shares"),
}
FORMS: dict[str, Words] = {
    LUMP: _("lump sum"),
    INSTALMENTS: _("instalments"),
    ENTRY_ROYALTY: _("entry fee and royalty"),
    ROYALTY: _("royalty alone"),
}
BASES: dict[str, Words] = {
    "product_price": _("price of the product"),
    "added_output": _("added output value"),
    "profit": _("profit"),
    "sales": _("sales"),
}
COURSES: dict[str, Words] = {FIXED: _("fixed"), RISING: _("rising"), FALLING: _("falling")}
RELATIONS: dict[str, Words] = {
    "completer": _("a completer of the achievement"),
    "completer_firm": _("a firm in which a completer has an interest"),
    "relative": _("a near relative of a completer or leader"),
    "subsidiary": _("a subsidiary of the seller"),
    "common_control": _("under the same control as the seller"),
    "other": _("otherwise interested"),
}
PLACES: dict[str, Words] = {"unit": _("in the unit"), "market": _("on the technology market")}
ENDED: dict[str, Words] = {
    "": _("runs, or waits"),
    "passed": _("ran its whole time"),
    "changed": _("terms changed, counts no longer"),
    "interrupted": _("interrupted, counts no longer"),
    "void": _("ended by an objection that was upheld"),
}


def mode(code: str) -> str:
    """Name a mode."""
    return str(MODES.get(code, code))


def yuan(amount: Decimal) -> str:
    """Write an amount with its unit."""
    return gettext("%(amount)s yuan") % {"amount": written.money(amount)}


def price(value: Price) -> str:
    """Write a price as people read it."""
    parts = []
    if value.form == LUMP and value.amount is not None:
        parts.append(gettext("%(amount)s in one sum") % {"amount": yuan(value.amount)})
    if value.form == INSTALMENTS and value.amount is not None:
        parts.append(gettext("%(amount)s in instalments") % {"amount": yuan(value.amount)})
        parts += [f"{yuan(each.amount)} ({each.when})" for each in value.instalments]
    if value.form == ENTRY_ROYALTY and value.amount is not None:
        parts.append(gettext("entry fee %(amount)s") % {"amount": yuan(value.amount)})
    if value.has_royalty and value.share is not None:
        words = {
            "share": written.share(value.share),
            "base": str(BASES.get(value.base, value.base)),
            "course": str(COURSES.get(value.course, value.course)),
        }
        parts.append(gettext("royalty %(share)s of %(base)s, %(course)s") % words)
        parts += [value.steps] if value.steps else []
    return gettext("; ").join(parts)


def relation(code: str) -> str:
    """Name a relation; none is none."""
    return str(RELATIONS.get(code, code)) if code else ""


def places(codes: list[str]) -> str:
    """Name places."""
    return "、".join(str(PLACES.get(each, each)) for each in codes)
