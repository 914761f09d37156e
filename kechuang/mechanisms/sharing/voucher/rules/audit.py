"""The audit: formal check with the score of risk, the drawn sample, public notice, objection, rejection."""

from datetime import timedelta
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, NewCase, Scene
from kechuang.kernel.days import deadline
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.facts.audit import (
    AuditCommitted,
    AuditDrawn,
    ClaimChecked,
    NoticeOpened,
    ObjectionRecorded,
    OrderReferred,
    OrderRejected,
)
from kechuang.mechanisms.sharing.voucher.facts.batch import OrderPayable
from kechuang.mechanisms.sharing.voucher.rules import accounts, asking, budget, change, sample, signs
from kechuang.mechanisms.sharing.voucher.rules.change import Put
from kechuang.mechanisms.sharing.voucher.rules.moves import AUDIT
from kechuang.mechanisms.sharing.voucher.rules.places import within
from kechuang.mechanisms.sharing.voucher.rules.release import back_to_budget, back_to_right, held
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    CheckClaim,
    CommitAudit,
    DrawAudit,
    EndNotice,
    ObjectToOrder,
    PassAudit,
    RejectOrder,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import Loaded, OrderRow

ONE_DAY = timedelta(days=1)
BY_RISK, BY_SAMPLE, BY_OBJECTION, NOT_DRAWN = "risk", "sample", "objection", "not_drawn"
FRAUD = ("fake_contract", "fake_invoice", "fake_service", "copied_report", "resold", "collusion")
NOT_ELIGIBLE = ("not_eligible", "service_not_done", "evidence_missing")
REASONS = (*FRAUD, *NOT_ELIGIBLE)
MOST_DRAWN = 2000


def check(scene: Scene[Loaded], request: CheckClaim) -> Decision | Refusal:
    """The papers are in order. The signs raised so far are weighed; from the threshold on the audit is certain."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    on = row.claimed_on or scene.on
    share = asking.yuan_of(asking.answer_of(scene.law, "voucher.audit.near_cap_share", row.place, on))
    near = [signs.NEAR_CAP] if signs.near_cap(row.amount_yuan, row.cap_yuan, share) else []
    found = signs.together(row.signs, near)
    points = asking.points_of(asking.answer_of(scene.law, "voucher.audit.risk_signs", row.place, on))
    threshold = asking.whole_of(asking.answer_of(scene.law, "voucher.audit.risk_score", row.place, on))
    score = signs.score(found, points)
    by_risk = threshold is not None and score >= threshold
    fact = ClaimChecked(place=row.place, signs=found, score=score, threshold=threshold, by_risk=by_risk)
    values: dict[str, object] = {
        "checked_on": scene.on,
        "signs": list(found),
        "score": score,
        "selected_by": BY_RISK if by_risk else "",
        "audit_id": None,
    }
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "AUDIT"},
        rows=(Put(change.ORDER, row.case, values),),
    )


def commit(scene: Scene[Loaded], request: CommitAudit) -> Decision | Refusal:
    """Publish the hash of the seed. A payer has one open round at a time, so that no one can choose among several."""
    if not within(request.authority, request.place, scene.on):
        return asking.not_of_authority(request.place, request.authority)
    for row in scene.rows.audits.values():
        if row.authority == request.authority:
            return Refusal("voucher.audit_open", {"number": row.number})
    published = sample.commitment(request.seed)
    case = NewCase(
        id=request.case,
        kind=AUDIT.kind,
        authority=request.authority,
        state="COMMITTED",
        place=request.place,
        title=published[:16],
        office=request.office,
        number_series=f"{request.authority}-{scene.on.year}-A",
    )
    values = {"authority": request.authority, "commitment": published, "seed": request.seed, "open": request.authority}
    return Decision(
        facts=((request.case, AuditCommitted(payer=request.authority, commitment=published)),),
        opens=(case,),
        rows=(Put(change.AUDIT, request.case, values, new=True),),
    )


def draw(scene: Scene[Loaded], request: DrawAudit) -> Decision | Refusal:
    """Draw from all claims of the payer that wait in the audit and were not chosen for their risk."""
    row = scene.rows.audits[request.audit]
    waiting = scene.rows.population.get(row.authority, [])
    if not waiting:
        return Refusal("voucher.nothing_to_draw", {"number": row.number})
    answer = asking.answer_of(scene.law, "voucher.audit.sample_share", row.place, scene.on)
    share = asking.yuan_of(answer)
    if share is None:
        return asking.silent(answer)
    marks = {sample.mark(order): order for order in waiting[:MOST_DRAWN]}
    drawn = sample.draw(row.seed, marks, share)
    fact = AuditDrawn(
        payer=row.authority,
        commitment=row.commitment,
        seed=row.seed,
        share=share,
        population=tuple(sorted(marks)),
        drawn=tuple(sorted(drawn)),
    )
    chosen = set(drawn)
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "DRAWN"},
        rows=(
            Put(
                change.AUDIT,
                row.case,
                {"open": None, "population": len(marks), "drawn": len(drawn), "drawn_on": scene.on},
            ),
            *(_drawn_put(order, row.case, mark in chosen) for mark, order in marks.items()),
        ),
    )


def _drawn_put(order: UUID, audit: UUID, drawn: bool) -> Put:
    return Put(change.ORDER, order, {"audit_id": audit, "selected_by": BY_SAMPLE if drawn else NOT_DRAWN})


def pass_audit(scene: Scene[Loaded], request: PassAudit) -> Decision | Refusal:
    """Nothing stands against payment: the public notice begins. What was chosen for audit needs a finding."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    if not row.selected_by:
        return Refusal("voucher.not_drawn_yet", {"number": row.number})
    if row.selected_by != NOT_DRAWN and not request.finding.strip():
        values = {"number": row.number, "selected_code": f"voucher.selected_by.{row.selected_by}"}
        return Refusal("voucher.finding_missing", values, place="finding")
    answer = asking.answer_of(scene.law, "voucher.notice.days", row.place, scene.on)
    days = asking.whole_of(answer)
    if days is None:
        return asking.silent(answer)
    ends_on = deadline(scene.on, days, "calendar_day", scene.rows.calendars).day
    fact = NoticeOpened(
        holder_name=row.holder.name,
        provider_name=row.provider.name,
        amount_yuan=row.amount_yuan,
        category=row.category,
        place=row.place,
        industry=row.holder.section,
        ends_on=ends_on,
        selected_by=row.selected_by,
        finding=request.finding.strip(),
    )
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "PUBLIC_NOTICE"},
        changes={row.case: {"due_on": ends_on}},
        due=(DueAt(row.case, "end_notice", ends_on + ONE_DAY),),
        rows=(Put(change.ORDER, row.case, {"notice_from": scene.on, "notice_until": ends_on}),),
    )


def object_(scene: Scene[Loaded], request: ObjectToOrder) -> Decision | Refusal:
    """An objection stops the notice; the audit looks again."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    if not request.reason.strip():
        return Refusal("voucher.reason_missing", {"field_code": "voucher.field.reason"}, place="reason")
    return Decision(
        facts=((row.case, ObjectionRecorded(place=row.place, reason=request.reason.strip())),),
        states={row.case: "AUDIT"},
        changes={row.case: {"due_on": None}},
        cancels=((row.case, "end_notice"),),
        rows=(Put(change.ORDER, row.case, {"selected_by": BY_OBJECTION, "notice_until": None}),),
    )


def end_notice(scene: Scene[Loaded], request: EndNotice) -> Decision | Refusal:
    """The notice ran its days: the order may be paid."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    return Decision(
        facts=((row.case, OrderPayable(place=row.place, amount_yuan=row.amount_yuan)),),
        states={row.case: "PAYABLE"},
        changes={row.case: {"due_on": None}},
        rows=(Put(change.ORDER, row.case, {"payable_on": scene.on}),),
    )


def reject(scene: Scene[Loaded], request: RejectOrder) -> Decision | Refusal:
    """Fraud: the money goes back to the budget and the matter to the integrity office. Else it goes to the right."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    if request.reason not in (FRAUD if request.fraud else NOT_ELIGIBLE):
        return asking.unknown_reason(request.reason, FRAUD if request.fraud else NOT_ELIGIBLE)
    if not request.finding.strip():
        values = {"number": row.number, "selected_code": f"voucher.selected_by.{row.selected_by or NOT_DRAWN}"}
        return Refusal("voucher.finding_missing", values, place="finding")
    fund = budget.fund_of(scene, row.budget)
    postings = back_to_right(row, row.amount_yuan)
    states: dict[UUID, str] = {}
    replenished: tuple[tuple[UUID, Fact], ...] = ()
    if request.fraud:
        source = accounts.order_reserved(row.authority, row.case)
        postings = accounts.transfer(source, budget.home_of(fund), row.amount_yuan)
        states, replenished = budget.after_return(fund, row.amount_yuan)
    fact = OrderRejected(
        place=row.place,
        amount_yuan=row.amount_yuan,
        reason=request.reason,
        fraud=request.fraud,
        finding=request.finding.strip(),
        postings=postings,
    )
    referred = ((row.case, referral(row, request.reason)),) if request.fraud else ()
    return Decision(
        facts=((row.case, fact), *referred, *replenished),
        states={row.case: "REJECTED", **states},
        due=() if request.fraud else back_to_budget(scene.on, row),
        rows=(Put(change.ORDER, row.case, {"rejected_for": request.reason, "referred": request.fraud}),),
    )


def referral(row: OrderRow, reason: str) -> OrderReferred:
    """The mark that the integrity office follows."""
    return OrderReferred(holder=f"body/{row.holder.id}", provider=f"body/{row.provider.id}", reason=reason)
