"""Rights in technology for programs: the register, a right on any day, applications, the public check."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.refusal import Refusal
from kechuang.kernel.shares import read_share
from kechuang.mechanisms.market.result import actions, lists, queries, wording
from kechuang.mechanisms.market.result.api import read_or_refuse
from kechuang.mechanisms.market.result.form_parts import acting_for, offices
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.result.right_views import entry_or_404, right_or_404
from kechuang.mechanisms.market.result.rules import asking
from kechuang.mechanisms.market.result.rules.asking import Apply, Part, RightStep, Terms
from kechuang.mechanisms.market.result.rules.moves import ENTRY, RIGHT, RIGHT_APPLY, RIGHT_ENTER, RIGHT_READ
from kechuang.mechanisms.market.result.rules.standing import Party
from kechuang.mechanisms.market.result.schemas import (
    ResultDoneOut,
    TechRightContributionOut,
    TechRightEntryIn,
    TechRightHolderOut,
    TechRightLicenceOut,
    TechRightOut,
    TechRightPledgeOut,
    TechRightStepIn,
)
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of, below

router = Router()
list_endpoint(router, "/", lists.RIGHTS, lists.rights, permission=RIGHT_READ, operation_id="list_tech_rights")
list_endpoint(
    router, "/entries", lists.ENTRIES, lists.entries, permission=RIGHT_READ, operation_id="list_right_entries"
)


def _out(case: Case, day: date, *, public: bool) -> TechRightOut:
    row, stood = case.techright, queries.standing(case.pk, day)

    def named(each: Any) -> str:  # noqa: ANN401 - any row of the register
        natural = each.party.person is not None and not each.party.code and not each.party.body
        return wording.masked_name(each.party.name) if public and natural else each.party.name

    return TechRightOut(
        case=str(case.pk),
        number=case.number,
        name=row.name,
        state=case.state,
        result=str(row.result_id or ""),
        numbers=list(row.numbers.order_by("number").values_list("number", flat=True)),
        on=day,
        holders=[
            TechRightHolderOut(
                name=named(each),
                code=each.party.code,
                share=wording.share(each.share),
                since=each.since,
                until=each.until,
            )
            for each in stood.holdings
        ],
        licences=[
            TechRightLicenceOut(
                kind=each.kind, name=named(each), places=list(each.places), since=each.since, until=each.until
            )
            for each in stood.licences
        ],
        pledges=[TechRightPledgeOut(name=named(each), since=each.since, until=each.until) for each in stood.pledges],
        contributions=[
            TechRightContributionOut(
                company=named(each),
                share=wording.share(each.share),
                equity=wording.share(each.equity) if each.equity else "",
                since=each.since,
            )
            for each in stood.contributions
        ],
    )


@router.get(
    "/check/{number}",
    auth=Needs("public"),
    response=TechRightOut,
    summary="Check a certificate by its number, on a day",
)
def check(request: HttpRequest, number: str, on: date | None = None) -> TechRightOut:
    """Give what the register says, or said on a day, to everybody."""
    actor_of(request)
    case = Case.objects.select_related("techright").filter(kind=RIGHT.kind, number=number).first()
    if case is None:
        raise Http404
    return _out(case, on or clock.today(), public=True)


@router.get("/{identifier}", auth=Needs(RIGHT_READ), response=TechRightOut, summary="One right, on a day")
def right(request: HttpRequest, identifier: UUID, on: date | None = None) -> TechRightOut:
    """Give a right as it stands, or stood on a day."""
    return _out(right_or_404(request, identifier), on or clock.today(), public=False)


def _party(name: str, code: str) -> Party:
    known = Body.objects.filter(code=code.strip().upper()).first() if code else None
    known = known or (Body.objects.filter(name=name, valid_to__isnull=True).first() if not code else None)
    if known is not None:
        return Party(name=known.name, code=known.code, body=known.pk)
    if code:
        return Party(name=name, code=read_or_refuse(read_credit_code(code), "taker_code").text)
    return Party(name=name, person=chance.uuid7())


def _share(text: str, place: str) -> Any:  # noqa: ANN401 - a Fraction or None
    return read_or_refuse(read_share(text), place) if text else None


@router.post("/entries", auth=Needs(RIGHT_APPLY), response={201: ResultDoneOut}, summary="Apply for an entry")
def apply(request: HttpRequest, wanted: TechRightEntryIn) -> tuple[int, ResultDoneOut]:
    """Apply for a body for which the caller acts."""
    key, actor = idempotency_key(request), actor_of(request)
    body = acting_for(actor, RIGHT_APPLY, clock.today()).get(wanted.applicant)
    office = offices(RIGHT_ENTER).get(wanted.office)
    if body is None:
        raise RefusedError(Refusal("case.not_yours", {"move": f"{ENTRY.kind}.apply"}, "applicant"))
    case = right_or_404(request, wanted.right) if wanted.right else None
    place = case.place if case else body.place
    if office is None or not below(place, office.place):
        raise RefusedError(Refusal("result.market_elsewhere", {"place": place}, "office"))
    result = Achievement.objects.filter(pk=wanted.result).first() if wanted.result else None
    if wanted.result and result is None:
        raise RefusedError(Refusal("right.not_your_result", place="result"))
    holders = queries.standing(case.pk).holdings if case else ()
    giver = next((each.party.ref for each in holders if each.party.name == wanted.giver), wanted.giver)
    terms = Terms(
        since=wanted.since,
        name=wanted.name or (result.name if result else ""),
        numbers=tuple(wanted.numbers) or (tuple(result.ips.values_list("number", flat=True)) if result else ()),
        parts=tuple(Part(_party(each.name, each.code), _share(each.share, "parts")) for each in wanted.parts),
        giver=giver,
        taker=_party(wanted.taker, wanted.taker_code) if wanted.taker else None,
        share=_share(wanted.share, "share"),
        kind=wanted.kind,
        places=tuple(wanted.places),
        until=wanted.until,
        row=wanted.row,
        amount=wanted.amount,
        equity=_share(wanted.equity, "equity"),
        ground=wanted.ground,
        consent=wanted.consent,
    )
    request_ = Apply(
        case=chance.uuid7(),
        authority=case.authority if case else office.authority,
        office=office.pk,
        place=place,
        applicant=body.pk,
        entry=wanted.entry,
        terms=terms,
        right=case.pk if case and wanted.entry != asking.FIRST else None,
        result=result.pk if result else None,
    )
    return 201, _done(actions.apply(request_, by=actor, key=key))


def _done(outcome: Outcome) -> ResultDoneOut:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return ResultDoneOut(case=str(outcome.case), state=outcome.states[outcome.case])


@router.post(
    "/entries/{identifier}/{move}", auth=Needs(RIGHT_READ), response=ResultDoneOut, summary="Decide on an application"
)
def decide(request: HttpRequest, identifier: UUID, move: str, wanted: TechRightStepIn) -> ResultDoneOut:
    """Enter, refuse or take back; the gateway says who may."""
    key, case = idempotency_key(request), entry_or_404(request, identifier)
    if move not in actions.ENTRY_KINDS:
        raise Http404
    drawn = queries.deciding(case.pk, move, wanted.text)
    return _done(actions.decide(move, drawn, by=actor_of(request), key=key))


@router.post("/{identifier}/{move}", auth=Needs(RIGHT_READ), response=ResultDoneOut, summary="Take a move on a right")
def step(request: HttpRequest, identifier: UUID, move: str, wanted: TechRightStepIn) -> ResultDoneOut:
    """Dispute, settle or end; the gateway says who may."""
    key, case = idempotency_key(request), right_or_404(request, identifier)
    if move not in actions.RIGHT_KINDS:
        raise Http404
    asked = RightStep(case=case.pk, move=move, text=wanted.text)
    return _done(actions.step_right(move, asked, by=actor_of(request), key=key))
