"""The words of listings: modes, payment, relations, how a round ended."""

from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.listing.rules.ending import AGREEMENT, BIDDING
from kechuang.mechanisms.market.listing.rules.terms import INSTALMENTS, ONE_SUM, Terms
from kechuang.web import written
from kechuang.web.slots import Words

MODES: dict[str, Words] = {
    "transfer": _("transfer of rights"),
    "licence_exclusive": _("exclusive licence"),
    "licence_sole": _("sole licence"),
    "licence_ordinary": _("ordinary licence"),
}
PAYMENTS: dict[str, Words] = {ONE_SUM: _("in one sum"), INSTALMENTS: _("a first instalment, the rest later")}
RELATIONS: dict[str, Words] = {
    "completer": _("a completer of the achievement"),
    "completer_firm": _("a firm in which a completer has an interest"),
    "relative": _("a near relative of a completer or leader"),
    "subsidiary": _("a subsidiary of the seller"),
    "common_control": _("under the same control as the seller"),
    "other": _("otherwise interested"),
}
WAYS: dict[str, Words] = {AGREEMENT: _("agreement with the only qualified party"), BIDDING: _("competitive round")}
ENDED: dict[str, Words] = {
    "": _("runs"),
    "changed": _("contents changed, counts no longer"),
    "agreement_deal": _("one qualified party"),
    "bidding": _("two or more qualified parties"),
    "delisted": _("nobody bought"),
    "defaulted": _("the buyer withdrew from the deal"),
}


def mode(code: str) -> str:
    """Name a mode."""
    return str(MODES.get(code, code))


def relation(code: str) -> str:
    """Name a relation; none is none."""
    return str(RELATIONS.get(code, code)) if code else ""


def way(code: str) -> str:
    """Name the way in which the price was found."""
    return str(WAYS.get(code, code)) if code else ""


def yuan(amount: Decimal | None) -> str:
    """Write an amount with its unit; none is nothing."""
    return "" if amount is None else gettext("%(amount)s yuan") % {"amount": written.money(amount)}


def payment(terms: Terms) -> str:
    """Write how the price is paid."""
    if terms.payment != INSTALMENTS or terms.first_share is None:
        return str(PAYMENTS.get(terms.payment, terms.payment))
    words = {"share": written.share(terms.first_share), "months": terms.rest_months or 0}
    return gettext("first instalment %(share)s, the rest within %(months)s months") % words


def extension(terms: Terms) -> str:
    """Write what happens where nobody qualifies."""
    if not terms.extensions:
        return gettext("The listing ends by itself.")
    words = {"count": terms.extensions, "days": terms.extension_days}
    return gettext("Extended up to %(count)s times by %(days)s working days each, then it ends.") % words


def premium(price: Decimal | None, base: Decimal) -> str:
    """Write by how much a price lies above the base."""
    return written.share(price / base - 1) if price is not None and base else ""
