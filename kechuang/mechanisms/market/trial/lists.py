"""The lists of offers, trials, declarations and uses, and the two that everybody reads: the pool, the register."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.trial import queries, wording
from kechuang.mechanisms.market.trial.models import OfferCounty, OpenLicence, Trial, TrialOffer
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_USE, REGISTERED, TRIAL
from kechuang.web import cells, clock
from kechuang.web.filters import Choice, Days, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def offers(request: HttpRequest) -> QuerySet[Case]:
    """Give the offers that the reader may see."""
    return queries.offers(actor_of(request), clock.today())


def trials(request: HttpRequest) -> QuerySet[Case]:
    """Give the trials that the reader may see."""
    return queries.trials(actor_of(request), clock.today())


def licences(request: HttpRequest) -> QuerySet[Case]:
    """Give the declarations that the reader may see."""
    return queries.open_licences(actor_of(request), clock.today())


def uses(request: HttpRequest) -> QuerySet[Case]:
    """Give the uses that the reader may see."""
    return queries.uses(actor_of(request), clock.today())


def pool(_request: HttpRequest) -> QuerySet[TrialOffer]:
    """Give the offers that everybody may read."""
    return queries.pool()


def register(_request: HttpRequest) -> QuerySet[OpenLicence]:
    """Give the declarations that everybody may read."""
    return queries.register()


def _audiences(_request: HttpRequest) -> list[tuple[str, Any]]:
    return list(wording.AUDIENCES.items())


def _fields(_request: HttpRequest) -> list[tuple[str, str]]:
    codes = queries.pool().order_by("field").values_list("field", flat=True).distinct()
    return [(code, wording.field(code)) for code in codes if code]


def _counties(_request: HttpRequest) -> list[tuple[str, str]]:
    return wording.counties()


def _fitting(code: str) -> Any:  # noqa: ANN401 - a condition
    """An offer of the pool that names no county fits all of them."""
    named = OfferCounty.objects.values("offer")
    here = OfferCounty.objects.filter(code=code).values("offer")
    return Q(audience__in=queries.IN_POOL) & (Q(pk__in=here) | ~Q(pk__in=named))


class _County(Choice):
    """A county of the pool: offers that fit it best, and those that fit every county."""

    def narrow(self, rows: QuerySet[Any], values: Any) -> QuerySet[Any]:  # noqa: ANN401 - the filter's own signature
        """Keep what fits the county."""
        code = values.get(self.name, "").strip()
        return rows.filter(_fitting(code)) if code else rows


def _gained(_request: HttpRequest) -> list[tuple[str, str]]:
    codes = Trial.objects.order_by("county").values_list("county", flat=True).distinct()
    return [(code, wording.county(code)) for code in codes]


def _offered(row: Case) -> str:
    return wording.price(row.trial_offer.price, row.trial_offer.cap)


def _later(row: TrialOffer) -> str:
    return wording.price(row.price, row.cap)


def _fee_of(row: Case) -> str:
    return wording.price(row.open_licence.fee)


def _fee(row: OpenLicence) -> str:
    return wording.price(row.fee)


OFFERS = List(
    key="trial-offers",
    caption=_("Offers to use first"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("Achievement"), kind="main", link=True),
        shared.STATE,
        Column(name="holder", label=_("Unit"), value="holder__name", phone=False),
        Column(
            name="audience",
            label=_("For whom"),
            value=lambda row: wording.named(wording.AUDIENCES, row.trial_offer.audience),
        ),
        Column(
            name="price",
            label=_("Price of the later contract"),
            value=_offered,
            html=lambda row: cells.html("main", _offered(row)),
            phone=False,
        ),
        Column(name="months", label=_("Months of a trial"), value="trial_offer__months", phone=False, shown=False),
        Column(name="offered", label=_("Offered on"), value="trial_offer__offered_on", kind="day"),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(OFFER.kind)),
        Choice("audience", _("For whom"), _audiences, column="trial_offer__audience"),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No offer yet. A unit fixes the price of the later contract here, and firms try first."),
        action=Action(label=_("Offer a result"), url=reverse_lazy("market_trial:offer")),
    ),
)

TRIALS = List(
    key="trials",
    caption=_("Trials before transfer"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("Achievement"), kind="main", link=True),
        shared.STATE,
        Column(name="holder", label=_("Firm"), value="holder__name"),
        Column(name="county", label=_("County that gains"), value=lambda row: wording.county(row.trial.county)),
        Column(
            name="mountain",
            label=_("Mountain county"),
            value=lambda row: _("yes") if row.trial.mountain else "—",
            phone=False,
        ),
        Column(name="start", label=_("Trial from"), value="trial__start", kind="day", phone=False),
        Column(name="end", label=_("Trial until"), value="trial__end", kind="day"),
        shared.OPENED,
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(TRIAL.kind)),
        Choice("county", _("County that gains"), _gained, column="trial__county"),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No trial yet. A firm chooses a result of the pool and asks for a trial."),
        action=Action(label=_("Pool of results to try"), url=reverse_lazy("market_trial:pool")),
    ),
)

POOL = List(
    key="trial-pool",
    caption=_("Pool of results to try"),
    columns=(
        Column(name="title", label=_("Achievement"), value="case__title", kind="main", link=True),
        Column(name="number", label=_("Number"), value="case__number", kind="code", phone=False),
        Column(name="unit", label=_("Unit"), value="case__holder__name"),
        Column(name="field", label=_("Field of the result"), value=lambda row: wording.field(row.field), phone=False),
        Column(
            name="price",
            label=_("Price of the later contract"),
            value=_later,
        ),
        Column(name="months", label=_("Months of a trial"), value="months", kind="number", phone=False),
        Column(name="audience", label=_("For whom"), value=lambda row: wording.named(wording.AUDIENCES, row.audience)),
        Column(name="offered", label=_("Offered on"), value="offered_on", kind="day", sort=("offered_on", "pk")),
    ),
    filters=(
        Text("q", _("Number or title"), ("case__number__startswith", "case__title__icontains")),
        _County("county", _("Mountain county"), _counties),
        Choice("field", _("Field of the result"), _fields),
        Choice("audience", _("For whom"), _audiences),
        Days("offered", _("Offered on"), "offered_on"),
    ),
    order="-offered",
    row_url=lambda row: queries.pool_url(row.pk),
    empty=Empty(sentence=_("No offer fits. Results that may be used first stand here with their price.")),
)

LICENCES = List(
    key="open-licences",
    caption=_("Declarations of open licence"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("Achievement"), kind="main", link=True),
        shared.STATE,
        Column(name="patent", label=_("Patent number"), value="open_licence__number", kind="code"),
        Column(name="holder", label=_("Patentee"), value="holder__name", phone=False),
        Column(
            name="fee",
            label=_("Licence fee"),
            value=_fee_of,
            html=lambda row: cells.html("main", _fee_of(row)),
            phone=False,
        ),
        Column(name="until", label=_("Open until"), value="open_licence__until", kind="day"),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains", "open_licence__number__startswith")),
        Choice("state", _("State"), lambda _request: shared.state_options(OPEN_LICENCE.kind)),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No declaration yet. A patentee declares number, fee and term here."),
        action=Action(label=_("Declare an open licence"), url=reverse_lazy("market_trial:declare")),
    ),
)

USES = List(
    key="open-uses",
    caption=_("Licences under open licence"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("Achievement"), kind="main", link=True),
        shared.STATE,
        Column(name="patent", label=_("Patent number"), value="open_use__licence__number", kind="code", phone=False),
        Column(name="holder", label=_("Licensee"), value="holder__name"),
        Column(name="notified", label=_("Notice given on"), value="open_use__notified_on", kind="day"),
        Column(name="filed", label=_("Filing recorded on"), value="open_use__filed_on", kind="day", phone=False),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(OPEN_USE.kind)),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("Nobody took an open licence yet. A firm takes one in the register of open licences."),
        action=Action(label=_("Register of open licences"), url=reverse_lazy("market_trial:register")),
    ),
)


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return publishing.states(OPEN_LICENCE, REGISTERED)


REGISTER = List(
    key="open-licence-register",
    caption=_("Register of open licences"),
    columns=(
        Column(name="title", label=_("Achievement"), value="case__title", kind="main", link=True),
        Column(name="patent", label=_("Patent number"), value="number", kind="code"),
        Column(name="holder", label=_("Patentee"), value="case__holder__name", phone=False),
        Column(name="fee", label=_("Licence fee"), value=_fee, html=lambda row: cells.html("main", _fee(row))),
        publishing.STATE,
        Column(
            name="published", label=_("Published on"), value="published_on", kind="day", sort=("published_on", "pk")
        ),
        Column(name="until", label=_("Open until"), value="until", kind="day"),
    ),
    filters=(
        Text("q", _("Patent number or title"), ("number__startswith", "case__title__icontains")),
        Choice("state", _("State"), _states, column="case__state"),
        Days("until", _("Open until"), "until"),
    ),
    order="-published",
    row_url=lambda row: queries.register_url(row.pk),
    empty=Empty(sentence=_("No open licence fits. Patents that anybody may use at a declared fee stand here.")),
)
