"""The words of attestations: ways of finding a price, lines of the check list, claims, what is wrong with a token."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.notice import wording as notices
from kechuang.web import written
from kechuang.web.slots import Words

_AMOUNT = re.compile(r"\d+\.\d{2}", re.ASCII)

PATHS: dict[str, Words] = {
    "agreed_notice": _("agreed price, with public notice"),
    "auction": _("price found by auction"),
    "listing": _("listing on the market"),
}
SIDES: dict[str, Words] = {
    "seller": _("asked by the seller"),
    "buyer": _("asked by the buyer"),
    "operator": _("opened by the operator"),
}
STATEMENTS: dict[str, Words] = {
    "none": _("The parties are not related."),
    "related": _("The parties are related, as said below."),
}
LINES: dict[str, Words] = {
    "path": _("The price was found in a completed way"),
    "contract": _("The contract is registered and stands"),
    "order": _("The contract was signed after the notice or the hammer"),
    "amount": _("The amount is that of the contract"),
    "parties": _("The parties are those of the contract"),
    "payment": _("Payments are proved, as far as they are claimed"),
    "ownership": _("The seller's ownership is proved"),
    "statement": _("The statement on related parties is there and fits"),
    "once": _("No other certificate speaks of this deal"),
}
LOOKS: dict[str, Words] = {
    "payment": _("I held the vouchers against the bank's or the tax office's originals."),
    "ownership": _("I held the proof of ownership against the register."),
    "statement": _("I read the statement on related parties and compared it with the register of firms."),
}
VERDICTS: dict[str, tuple[Words, str]] = {
    "good": (_("in order"), "done"),
    "bad": (_("not in order"), "late"),
    "look": (_("a person has to look"), "risk"),
}
CLAIMS: dict[str, Words] = {
    "seller": _("Name of the seller"),
    "buyers": _("Names of the buyers"),
    "related": _("Related parties, if any"),
    "price": _("Price and how it is paid"),
    "known_yuan": _("Known amount (yuan)"),
    "paid_yuan": _("Amount paid so far (yuan)"),
    "contract_number": _("Registration number of the contract"),
}
OPEN_CLAIMS: dict[str, Words] = {
    "number": _("Number of the certificate"),
    "version": _("Version"),
    "operator": _("Certified by"),
    "achievements": _("What was sold"),
    "mode": _("Mode of the transfer"),
    "signed_on": _("Contract signed on"),
    "paid": _("Paid in full"),
    "rules": _("Edition of the rules"),
}
# Whom a holder shows it to, and what that one usually needs.
RECEIVERS: dict[str, tuple[Words, tuple[str, ...]]] = {
    "tax": (_("a tax office"), ("seller", "buyers", "known_yuan", "paid_yuan", "contract_number")),
    "bank": (_("a bank"), ("seller", "buyers", "known_yuan", "paid_yuan")),
    "programme": (_("a programme or an evaluation"), ("seller", "known_yuan")),
    "partner": (_("a partner"), ("seller",)),
}
TOKEN_FAULTS: Mapping[str, Words] = {
    "form": _("This is no SD-JWT: it should be one long line with dots, ending with a tilde (~)."),
    "coding": _("The text was changed or cut: a part of it cannot be read."),
    "signature": _("The signature is not that of the issuer: the text was changed, or somebody else made it."),
    "key_unknown": _("The text names a key that this node does not know; another node may have issued it."),
    "kind": _("The text is signed, but it is no certificate of a deal."),
    "type": _("The text is signed, but it is no certificate of a deal."),
    "not_yet": _("The certificate bears a moment that lies in the future."),
    "expired": _("The text has expired."),
    "pdf": _("This file cannot be read as a PDF."),
    "pdf_code": _("No number and check code of a certificate stand on this PDF."),
    "disclosure": _("A disclosure does not belong to this certificate."),
    "disclosure_unknown": _("A disclosure does not belong to this certificate."),
}


def path(kind: str) -> str:
    """Name a way of finding a price."""
    return str(PATHS.get(kind, kind))


def token_fault(code: str) -> str:
    """Say what is wrong with a token."""
    return str(TOKEN_FAULTS.get(code) or gettext("The text cannot be accepted (%(code)s).") % {"code": code})


def code_of(digest: str) -> str:
    """Write the check code of a version: the first 16 digits of its digest, in fours."""
    short = digest[:16].upper()
    return "-".join(short[at : at + 4] for at in range(0, len(short), 4))


def price(formula: str) -> str:
    """Write a price's formula as people read it: its form, amounts with what falls due when, base and share."""
    form, *parts = formula.split(" | ")
    found, share_next = [str(notices.FORMS.get(form, form))], False
    for part in parts:
        amount, at, when = part.partition("@")
        if share_next:
            found.append(written.share(Decimal(part)))
        elif _AMOUNT.fullmatch(amount):
            money = notices.yuan(Decimal(amount))
            found.append(f"{money}（{when}）" if at else money)
        else:
            found.append(str(notices.BASES.get(part) or notices.COURSES.get(part) or part))
        share_next = part in notices.BASES
    return "，".join(found)


def masked(name: str) -> str:
    """Show of a name as much as tells two apart: its first two characters."""
    return f"{name[:2]}＊＊＊" if name else ""
