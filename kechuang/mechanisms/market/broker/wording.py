"""The words of brokers: levels, titles, fields, grounds; and a person's name as everybody may read it."""

from decimal import Decimal

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.broker.models import BrokeredDeal, BrokerEntry
from kechuang.mechanisms.market.broker.rules.requests import BODY, RATE
from kechuang.mechanisms.market.demand.wording import FIELDS
from kechuang.mechanisms.market.result.wording import masked_name
from kechuang.web import divisions, written
from kechuang.web.slots import Words

KINDS: dict[str, Words] = {
    "person": _("broker or technology manager (a person)"),
    "body": _("service body"),
}
TITLES: dict[str, Words] = {
    "none": pgettext_lazy("professional title", "none"),
    "assistant": pgettext_lazy("professional title", "assistant (初级)"),
    "middle": pgettext_lazy("professional title", "middle (中级)"),
    "associate": pgettext_lazy("professional title", "associate senior (副高)"),
    "full": pgettext_lazy("professional title", "full senior (正高)"),
}
FINDINGS: dict[str, Words] = {
    "clean": _("nothing found that stands against it"),
    "adverse": _("something stands against it"),
}
FORMS: dict[str, Words] = {"rate": _("a share of the amount of the deal"), "sum": _("a fixed sum")}
DEAL_KINDS = ("market.contract", "market.demand", "market.result")


def level(code: str) -> str:
    """Name a level."""
    message = f"market.broker.level.{code}"
    return gettext(message)


def ground(code: str) -> str:
    """Name a ground of suspension or revocation."""
    message = f"market.broker.ground.{code}"
    return gettext(message) if code else ""


def specialities(row: BrokerEntry) -> str:
    """Name the fields in which a broker is at home."""
    return "、".join(str(FIELDS.get(code, code)) for code in row.specialities.split("、") if code)


def public_name(row: BrokerEntry) -> str:
    """Name an entry for everybody: a body by its name, a person only where the person agreed to it."""
    if row.kind == BODY and row.case.holder is not None:
        return row.case.holder.name
    return row.name if row.open_name else masked_name(row.name)


def tail(number: str) -> str:
    """Give the end of a certificate's number, by which its holder knows it again."""
    return f"…{number[-4:]}" if len(number) > 4 else "…" if number else ""


def commission(row: BrokeredDeal) -> str:
    """Say how commission was agreed, as the parties state it."""
    if row.form == RATE:
        return gettext("%(share)s of the amount of the deal") % {"share": written.share(Decimal(row.rate))}
    return str(FORMS["sum"])


def yuan(amount: Decimal | None) -> str:
    """Write an amount in yuan; nothing where none is known."""
    return gettext("%(amount)s yuan") % {"amount": written.money(amount)} if amount is not None else ""


def city(code: str) -> str:
    """Name a city by its first four digits; a city under the State is named as the province that it is."""
    whole = f"{code}00"
    name = divisions.name(whole)
    return name if name != whole else divisions.name(f"{code[:2]}0000")
