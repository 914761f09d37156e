"""The words of trials and open licences: audiences, ways of giving back, prices with their cap, counties."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.notice import wording as prices
from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.mechanisms.market.result import wording as results
from kechuang.mechanisms.market.trial.rules import law
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import clock, divisions
from kechuang.web.slots import Words

AUDIENCES: dict[str, Words] = {
    "pool": _("in the pool: mountain counties first"),
    "counties": _("in the pool: mountain counties only"),
    "all": _("any small or medium firm"),
}
WAYS: dict[str, Words] = {
    "returned": _("returned to the unit"),
    "destroyed": _("destroyed"),
    "none_given": _("none was handed over"),
}
LEGAL: dict[str, Words] = {
    "in_force": _("in force, not suspended"),
    "suspended": _("suspended"),
}
FORMS: dict[str, Words] = {code: word for code, word in prices.FORMS.items() if code != "instalments"}
BASES = prices.BASES


def named(group: Mapping[str, Words], code: str) -> str:
    """Name a code."""
    return str(group.get(code, code)) if code else ""


def price(plain: Mapping[str, Any], cap: Decimal | None = None) -> str:
    """Write a price formula with its cap."""
    said = prices.price(price_of(plain))
    if cap is None:
        return said
    return gettext("%(price)s; at most %(cap)s in all") % {"price": said, "cap": prices.yuan(cap)}


def field(code: str) -> str:
    """Name a field of technology."""
    return results.field(code) if code else ""


def county(code: str) -> str:
    """Name a county with its city."""
    return divisions.name(code) if code else ""


def counties(place: str = "330000") -> list[tuple[str, str]]:
    """Give the counties to which results are transferred, as options."""
    found = law.counties(Law(rulebook.current()), place, clock.today())
    return [(code, divisions.name(code)) for code in found]


def licence(*, exclusive: bool) -> str:
    """Say what kind of licence a trial gives."""
    return gettext("exclusive licence") if exclusive else gettext("ordinary licence")
