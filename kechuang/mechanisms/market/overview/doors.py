"""What the market offers: stages with their public pages, and for each kind of person the first steps.

A view whose package is not on the node is left out; everything else must resolve, which a test holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.web import slots
from kechuang.web.slots import Words


@dataclass(frozen=True, slots=True)
class Door:
    """A page with what is done there; ``view`` is the name of an address without arguments."""

    view: str
    label: Words
    about: Words = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A door as one reader meets it: ``open_now`` says whether this reader may enter without signing in otherwise."""

    label: Words
    about: Words
    url: str
    open_now: bool


STAGES: tuple[tuple[str, Words, tuple[Door, ...]], ...] = (
    (
        "offer",
        _("Results, rights and demands"),
        (
            Door("market_result:public", _("Find a result"), _("The public register of achievements of all markets.")),
            Door("market_demand:published", _("Find a demand"), _("What firms want solved, with targets and budget.")),
            Door("market_result:landscape", _("Patent landscape"), _("Results and demands by IPC class and holder.")),
            Door("market_result:check", _("Check a right"), _("Who holds a right, who is licensed, what is pledged.")),
            Door("market_trial:pool", _("Use first, pay later"), _("Results that can be tried before they are paid.")),
            Door("market_trial:register", _("Open licences"), _("Terms that hold for everybody who accepts.")),
            Door(
                "market_appraisal:published", _("Evaluations of results"), _("Levels of readiness with their evidence.")
            ),
        ),
    ),
    (
        "price",
        _("Finding the price"),
        (
            Door("market_auction:auctions", _("Sales by auction"), _("Announced and running sales, with live prices.")),
            Door("market_listing:published", _("Listings"), _("Offers at a base price for a fixed time.")),
            Door("market_notice:published", _("Agreed prices"), _("Every notice with its term and how to object.")),
        ),
    ),
    (
        "deal",
        _("Contracts and certificates"),
        (
            Door("market_contract:check", _("Check a registration"), _("Whether a contract's certificate stands.")),
            Door("market_attestation:check", _("Check an attestation"), _("Whether a deal was certified, and how.")),
            Door(
                "market_attestation:published",
                _("Certificates of deals"),
                _("Every certificate that was issued, with its state."),
            ),
            Door("market_contract:statistics", _("Turnover"), _("Registered contracts by type, field and place.")),
            Door("market_contract:flows", _("Flows"), _("Seats of sellers by seats of buyers.")),
        ),
    ),
    (
        "after",
        _("What follows a deal"),
        (
            Door(
                "market_reward:calculator", _("Reward calculator"), _("What completers get, line by line with clause.")
            ),
            Door("market_reward:totals", _("Yearly totals of units"), _("What units passed on and paid, by year.")),
            Door("market_reward:dormant", _("Idle results"), _("What completers may carry forward themselves.")),
            Door("market_broker:public", _("Brokers"), _("Who brings seller and buyer together, with deals done.")),
            Door("market_roadshow:calendar", _("Roadshows"), _("Roadshows and sales of all cities, with sign-up.")),
            Door(
                "market_protection:front",
                _("Protection of intellectual property"),
                _("Report an infringement; see how cases end."),
            ),
            Door("market_ocds:open-data", _("Open data"), _("Offers, sales and deals as OCDS, CSV and API.")),
        ),
    ),
)

FOR_PEOPLE: tuple[tuple[str, Words, tuple[Door, ...]], ...] = (
    (
        "firm",
        pgettext_lazy("market person", "Firm"),
        (
            Door("market_result:public", _("Find a result by words, field or patent number")),
            Door("market_demand:post", _("Post a demand")),
            Door("market_trial:pool", _("Try a result before paying")),
            Door("market_auction:mine", _("Follow my bidding")),
            Door("market_contract:submit", _("Bring a contract for registration")),
        ),
    ),
    (
        "transfer_office",
        pgettext_lazy("market person", "Transfer office"),
        (
            Door("market_result:new", _("Register a result")),
            Door("market_notice:open", _("Publish an agreed price")),
            Door("market_listing:open", _("List a result for sale")),
            Door("market_appraisal:commission", _("Have a result evaluated")),
            Door("market_trial:offer", _("Offer a result for trial")),
            Door("market_reward:draft", _("Share what a result brought")),
            Door("market_reward:report", _("File the year's report")),
        ),
    ),
    (
        "inventor",
        pgettext_lazy("market person", "Inventor"),
        (
            Door("market_result:mine", _("See results with my name")),
            Door("market_reward:apply", _("Apply for ownership or a right of use")),
            Door("market_reward:notices", _("Read notices in my unit")),
            Door("market_reward:calculator", _("Reckon what I would get")),
        ),
    ),
    (
        "broker",
        pgettext_lazy("market person", "Broker"),
        (
            Door("market_demand:published", _("Answer a demand")),
            Door("market_broker:deals", _("My orders and deals")),
            Door("market_result:public", _("Find what fits")),
        ),
    ),
    (
        "operator",
        pgettext_lazy("market person", "Market operator"),
        (
            Door("market_result:list", _("Check and register results")),
            Door("market_demand:list", _("Take demands through refinement")),
            Door("market_auction:prepare", _("Prepare a sale")),
            Door("market_auction:bidders", _("Admit bidders")),
            Door("market_notice:list", _("Look after notices")),
            Door("market_listing:list", _("Look after listings")),
            Door("market_attestation:list", _("Certify deals")),
        ),
    ),
    (
        "clerk",
        pgettext_lazy("market person", "Registering clerk"),
        (
            Door("market_contract:desk", _("Open the registration desk")),
            Door("market_contract:take-in", _("Take a contract in")),
            Door("market_contract:report", _("Report of contracts")),
        ),
    ),
    (
        "public",
        pgettext_lazy("market person", "Everybody"),
        (
            Door("market_notice:published", _("Read notices and object")),
            Door("market_contract:check", _("Check a registration")),
            Door("market_overview:figures", _("Read the market's figures")),
            Door("market_ocds:open-data", _("Take the data home")),
        ),
    ),
)


def shown(request: HttpRequest, doors: Sequence[Door]) -> list[Shown]:
    """Give those doors that are on this node, as the reader meets them."""
    found = []
    for door in doors:
        try:
            url = reverse(door.view)
        except NoReverseMatch:
            continue
        permission = permission_of(url)
        found.append(Shown(door.label, door.about, url, slots.allowed(request, permission)))
    return found


def permission_of(url: str) -> str:
    """Give the permission that an address declares."""
    callback = resolve(url).func
    return str(getattr(callback, "permission", "") or getattr(getattr(callback, "view_class", None), "permission", ""))
