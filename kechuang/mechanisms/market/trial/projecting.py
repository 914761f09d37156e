"""Writes what decisions say into the tables of trials and open licences, and loads what decisions see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.moves import CERTIFIED
from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.mechanisms.market.result import projecting as achievements
from kechuang.mechanisms.market.result.models import Achievement, TechRight
from kechuang.mechanisms.market.trial.models import OfferCounty, OpenLicence, OpenUse, Trial, TrialEntry, TrialOffer
from kechuang.mechanisms.market.trial.rules.moves import OPEN_TRIALS
from kechuang.mechanisms.market.trial.rules.requests import (
    Amend,
    Contract,
    Convert,
    Firm,
    Loaded,
    OfferSeen,
    OpenSeen,
    Put,
    TrialSeen,
    UseSeen,
)
from kechuang.resources.organisations import queries as organisations
from kechuang.web.accounts.models import Body

TABLES: Mapping[str, Any] = {"offer": TrialOffer, "trial": Trial, "open_licence": OpenLicence, "open_use": OpenUse}
HANGING: Mapping[str, tuple[Any, str]] = {"county": (OfferCounty, "offer_id"), "entry": (TrialEntry, "trial_id")}
# A trial in these has its days, and an exclusive one of the same result cannot run beside it.
BESIDE = ("TERMS_AGREED", "TRIAL", "SATISFIED")
TAKEN = ("NOTIFIED", "IN_FORCE", "FILED")
GONE = frozenset({"REVOKED", "DEREGISTERED"})


# --- loading


def _of_results(loaded: Loaded, wanted: Iterable[UUID]) -> None:
    """Add the achievements as their own register's decisions see them."""
    known = set(wanted)
    loaded.results = achievements.seen(known)
    rows = Achievement.objects.filter(pk__in=known).values_list("pk", "state", "unit_id", "field")
    loaded.states, loaded.units, loaded.fields = {}, {}, {}
    for pk, state, unit, field in rows:
        loaded.states[pk], loaded.units[pk], loaded.fields[pk] = state, unit, field
    frozen = {pk for pk, state in loaded.states.items() if state == "FROZEN"}
    rights = TechRight.objects.filter(result__in=known, case__state="DISPUTED").values_list("result_id", flat=True)
    loaded.disputed = frozenset(frozen | {pk for pk in rights if pk})


def firms(wanted: Iterable[UUID | None]) -> dict[UUID, Firm]:
    """Give bodies as decisions see them (three queries)."""
    ids = {pk for pk in wanted if pk}
    profiles = organisations.profiles(ids)
    found = {}
    for body in Body.objects.filter(pk__in=ids):
        profile = profiles.get(body.pk)
        found[body.pk] = Firm(
            name=body.name,
            code=body.code,
            kind=body.kind,
            place=body.place,
            staff=profile.staff if profile else None,
            sales=profile.sales if profile else None,
        )
    return found


def offers(wanted: Iterable[UUID]) -> dict[UUID, OfferSeen]:
    """Give offers as decisions see them (three queries)."""
    fits: dict[UUID, list[str]] = {}
    rows = {row.pk: row for row in TrialOffer.objects.select_related("case").filter(pk__in=set(wanted))}
    waiting: dict[UUID, set[UUID]] = {pk: set() for pk in rows}
    taken: dict[UUID, dict[UUID, str]] = {pk: {} for pk in rows}
    trials = Trial.objects.filter(offer__in=rows, case__state__in=OPEN_TRIALS)
    for offer, case, state, firm, number, mountain in trials.values_list(
        "offer_id", "case_id", "case__state", "case__holder_id", "case__number", "mountain"
    ):
        if firm:
            taken[offer][firm] = number
        if mountain and state == "REQUESTED":
            waiting[offer].add(case)
    for offer, code in OfferCounty.objects.filter(offer__in=rows).values_list("offer_id", "code"):
        fits.setdefault(offer, []).append(code)
    return {
        pk: OfferSeen(
            state=row.case.state,
            result=row.result_id,
            unit=row.case.holder_id,
            title=row.case.title,
            field=row.field,
            price=price_of(row.price),
            cap=row.cap,
            months=row.months,
            exclusive=row.exclusive,
            audience=row.audience,
            authority=row.case.authority,
            place=row.case.place,
            office=row.case.office_id,
            official=row.case.number,
            delivers=row.delivers,
            insurance=row.insurance,
            counties=tuple(sorted(fits.get(pk, ()))),
            waiting=frozenset(waiting[pk]),
            open=taken[pk],
        )
        for pk, row in rows.items()
    }


def load_offer_new(requests: Sequence[Any]) -> Loaded:
    """Give what a new offer is decided by."""
    loaded = Loaded(calendars=load_calendars())
    results = {each.result for each in requests}
    _of_results(loaded, results)
    standing = TrialOffer.objects.filter(result__in=results, ended_on__isnull=True)
    loaded.offered = dict(standing.values_list("result_id", "case__number"))
    return loaded


def load_offer(requests: Sequence[Any]) -> Loaded:
    """Ending an offer looks at its case alone; amending it at its terms and its result."""
    amended = [each.case for each in requests if isinstance(each, Amend)]
    loaded = Loaded(calendars=load_calendars(), offers=offers(amended)) if amended else Loaded()
    if amended:
        _of_results(loaded, {each.result for each in loaded.offers.values()})
    return loaded


def load_ask(requests: Sequence[Any]) -> Loaded:
    """Give the offers and firms of new requests."""
    found = offers(each.offer for each in requests)
    return Loaded(calendars=load_calendars(), offers=found, firms=firms(each.firm for each in requests))


def load_trial(requests: Sequence[Any]) -> Loaded:
    """Give trials as decisions see them, with what runs beside them and the contracts they name."""
    rows = {row.pk: row for row in Trial.objects.select_related("case").filter(pk__in={each.case for each in requests})}
    running: dict[UUID, list[tuple[UUID, str, bool]]] = {}
    beside = Trial.objects.filter(result__in={row.result_id for row in rows.values()}, case__state__in=BESIDE)
    for result, case, number, exclusive in beside.values_list("result_id", "case_id", "case__number", "exclusive"):
        running.setdefault(result, []).append((case, number, exclusive))
    loaded = Loaded(
        calendars=load_calendars(),
        trials={pk: _trial(row) for pk, row in rows.items()},
        offers=offers(row.offer_id for row in rows.values()),
        running=running,
    )
    wanted = {each.number.strip() for each in requests if isinstance(each, Convert)}
    if wanted:
        loaded.contracts = contracts(wanted)
        loaded.firms = firms(pk for row in rows.values() for pk in (row.case.holder_id, row.case.counterpart_id))
    return loaded


def _trial(row: Trial) -> TrialSeen:
    return TrialSeen(
        offer=row.offer_id,
        result=row.result_id,
        county=row.county,
        mountain=row.mountain,
        field=row.field,
        exclusive=row.exclusive,
        price=price_of(row.price),
        cap=row.cap,
        months=row.months,
        start=row.start,
        end=row.end,
        number=row.number,
        deal=row.deal,
        reminded_on=row.reminded_on,
    )


def contracts(numbers: Iterable[str]) -> dict[str, Contract]:
    """Give technology contracts by their registration numbers (one query)."""
    rows = TechContract.objects.filter(number__in={each for each in numbers if each}).select_related(
        "case", "trial__case"
    )
    found = {}
    for row in rows:
        content = row.contract
        royalty = content.royalty
        trial = getattr(row, "trial", None)
        found[row.number] = Contract(
            case=row.pk,
            number=row.number,
            type=content.type,
            licence=content.licence,
            seller=row.seller_key,
            buyer=row.buyer_key,
            signed_on=row.signed_on,
            ends_on=content.ends_on,
            total=content.total_yuan,
            royalty_base=royalty.base if royalty else "",
            royalty_rate=royalty.rate if royalty else "",
            estimate=royalty.estimate_yuan if royalty else None,
            registered=row.live and row.case.state in CERTIFIED and row.case.state not in GONE,
            used_by=trial.case.number if trial else "",
        )
    return found


def load_declare(requests: Sequence[Any]) -> Loaded:
    """Give what a new declaration is decided by."""
    loaded = Loaded(calendars=load_calendars())
    _of_results(loaded, {each.result for each in requests})
    standing = OpenLicence.objects.filter(result__in=loaded.results, ended_on__isnull=True)
    numbers = {ip.number for seen in loaded.results.values() for ip in seen.values.ips}
    standing |= OpenLicence.objects.filter(number__in=numbers, ended_on__isnull=True)
    loaded.declared = dict(standing.values_list("number", "case__number"))
    return loaded


def open_licences(wanted: Iterable[UUID]) -> dict[UUID, OpenSeen]:
    """Give declarations as decisions see them (two queries)."""
    rows = {row.pk: row for row in OpenLicence.objects.select_related("case").filter(pk__in=set(wanted))}
    takers: dict[UUID, dict[UUID, str]] = {pk: {} for pk in rows}
    uses = OpenUse.objects.filter(licence__in=rows, case__state__in=TAKEN)
    for licence, firm, number in uses.values_list("licence_id", "case__holder_id", "case__number"):
        if firm:
            takers[licence][firm] = number
    return {
        pk: OpenSeen(
            state=row.case.state,
            result=row.result_id,
            unit=row.case.holder_id,
            title=row.case.title,
            number=row.number,
            fee=price_of(row.fee),
            payment=row.payment,
            until=row.until,
            legal=row.legal,
            consent=row.consent,
            text=row.text,
            authority=row.case.authority,
            place=row.case.place,
            office=row.case.office_id,
            deal=row.deal,
            official=row.case.number,
            takers=takers[pk],
        )
        for pk, row in rows.items()
    }


def load_open(requests: Sequence[Any]) -> Loaded:
    """Give declarations with the achievements that they are about."""
    found = open_licences(each.case for each in requests)
    loaded = Loaded(calendars=load_calendars(), licences=found)
    _of_results(loaded, {each.result for each in found.values()})
    return loaded


def load_notify(requests: Sequence[Any]) -> Loaded:
    """Give the declarations that are taken, and who takes them."""
    found = open_licences(each.licence for each in requests)
    loaded = Loaded(calendars=load_calendars(), licences=found, firms=firms(each.firm for each in requests))
    _of_results(loaded, {each.result for each in found.values()})
    return loaded


def load_use(requests: Sequence[Any]) -> Loaded:
    """Give uses as decisions see them (one query)."""
    rows = OpenUse.objects.filter(pk__in={each.case for each in requests})
    uses = {
        row.pk: UseSeen(
            licence=row.licence_id, county=row.county, mountain=row.mountain, fee=price_of(row.fee), until=row.until
        )
        for row in rows
    }
    return Loaded(calendars=load_calendars(), uses=uses)


# --- writing


def project(done: Sequence[Done[Any]]) -> None:
    """Write the rows beside the cases and what hangs on them."""
    for entry in done:
        put: Put = entry.decision.rows  # type: ignore[assignment]  # every decision of this package carries a Put
        table = TABLES[put.table]
        if put.new:
            table.objects.create(case_id=put.case, **put.values)
        elif put.values:
            table.objects.filter(pk=put.case).update(**put.values)
        for name in put.clears:
            model, column = HANGING[name]
            model.objects.filter(**{column: put.case}).delete()
        for name, values in put.adds:
            model, column = HANGING[name]
            model.objects.create(**{column: put.case}, **values)
        papers = getattr(entry.request, "files", ())
        for file in StoredFile.objects.filter(pk__in=[paper.id for paper in papers]) if papers else ():
            keeping.attach(file, put.case)
