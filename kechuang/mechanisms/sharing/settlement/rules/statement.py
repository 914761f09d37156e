"""Drawing up, checking, sending, receiving, comparing and correcting a statement between two regions. Pure."""

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.settlement import facts
from kechuang.mechanisms.sharing.settlement.rules.corrections import Corrected, apply, correct
from kechuang.mechanisms.sharing.settlement.rules.lines import Line, build, owed
from kechuang.mechanisms.sharing.settlement.rules.moves import period_state
from kechuang.mechanisms.sharing.settlement.rules.reconcile import Difference, reconcile
from kechuang.mechanisms.sharing.settlement.rules.requests import Correct, OnStatement, Receive, SendBack
from kechuang.mechanisms.sharing.settlement.rules.rows import Rows, Sheet


@dataclass(frozen=True, slots=True)
class Totals:
    """What we owe the other side and what it owes us, in yuan, and for how many orders."""

    owed: Decimal
    due: Decimal
    orders_owed: int
    orders_due: int


@dataclass(frozen=True, slots=True)
class Written:
    """What an accepted decision writes of a statement: its new sheet and state, and which parts of it changed."""

    sheet: Sheet
    state: str
    ours: bool = False
    theirs: bool = False
    corrected: tuple[Corrected, ...] = ()
    differences: int | None = None
    totals: Totals | None = None


def decide_prepare(scene: Scene[Rows], request: OnStatement) -> Decision | Refusal:
    """Draw the statement up from our own facts, with the corrections that were agreed before."""
    sheet, rows = scene.rows.sheets[request.case], scene.rows
    lines = build(rows.movements[request.case], sheet.period.last, rows.before[request.case])
    new = replace(
        sheet,
        version=sheet.sent + 1,
        edition=scene.law.rulebook.edition,
        log_size=rows.log_sizes.get(sheet.authority, 0),
        ours=apply(lines, sheet.corrected),
    )
    fact = facts.StatementPrepared(
        **_address(new), version=new.version, edition=new.edition, log_size=new.log_size, lines=len(new.ours)
    )
    return _done(scene, Written(new, "PREPARED", ours=True), fact)


def decide_check(scene: Scene[Rows], request: OnStatement) -> Decision | Refusal:
    """Confirm that the statement says what our facts say."""
    sheet = scene.rows.sheets[request.case]
    return _done(scene, Written(sheet, "CHECKED"), facts.StatementChecked(**_address(sheet), version=sheet.version))


def decide_send_back(scene: Scene[Rows], request: SendBack) -> Decision | Refusal:
    """Have the statement drawn up again."""
    sheet, reason = scene.rows.sheets[request.case], " ".join(request.reason.split())
    if not reason:
        return Refusal("settlement.reason_missing", {"counterpart_place": sheet.counterpart}, place="reason")
    fact = facts.StatementSentBack(**_address(sheet), version=sheet.version, reason=reason)
    return _done(scene, Written(sheet, "EXPECTED"), fact)


def decide_send(scene: Scene[Rows], request: OnStatement) -> Decision | Refusal:
    """Send the checked version; with theirs already here the exchange is complete."""
    sheet = replace(scene.rows.sheets[request.case], sent=scene.rows.sheets[request.case].version)
    message = sheet.message()
    fact = facts.StatementSent(
        **_address(sheet), version=sheet.version, digest=message.digest, message=message.as_json()
    )
    return _done(scene, Written(sheet, "EXCHANGED" if sheet.their_version else "SENT"), fact)


def decide_receive(scene: Scene[Rows], request: Receive) -> Decision | Refusal:
    """Take in the other side's statement; an older or contradicting version is refused."""
    sheet, message = scene.rows.sheets[request.case], request.message
    refusal = _not_for(sheet, request) or _version_refused(sheet, request) or _frozen(scene, sheet)
    if refusal:
        return refusal
    new = replace(
        sheet,
        their_version=message.version,
        their_edition=message.edition,
        their_digest=message.digest,
        theirs=message.lines,
    )
    fact = facts.StatementReceived(
        period=sheet.period.code,
        sender=message.sender,
        receiver=message.receiver,
        version=message.version,
        digest=message.digest,
        same_edition=message.edition == scene.law.rulebook.edition,
        message=message.as_json(),
    )
    state = scene.cases[request.case].state
    waiting = state in {"EXPECTED", "PREPARED", "CHECKED"}
    return _done(scene, Written(new, state if waiting else "EXCHANGED", theirs=True), fact)


def decide_reconcile(scene: Scene[Rows], request: OnStatement) -> Decision | Refusal:
    """Lay both statements beside each other: agreed, or the list of differences."""
    sheet = scene.rows.sheets[request.case]
    found = reconcile(sheet.ours, sheet.theirs, last=sheet.period.last, same_edition=sheet.same_edition)
    compared = facts.StatementCompared(
        **_pair(sheet),
        version=sheet.sent,
        their_version=sheet.their_version,
        count=len(found),
        differences=tuple(plain_difference(difference) for difference in found),
    )
    if found:
        return _done(scene, Written(sheet, "DIFFERENT", differences=len(found)), compared)
    totals = totals_of(sheet)
    agreed = facts.StatementAgreed(
        **_pair(sheet),
        owed_yuan=totals.owed,
        due_yuan=totals.due,
        orders_owed=totals.orders_owed,
        orders_due=totals.orders_due,
    )
    return _done(scene, Written(sheet, "AGREED", differences=0, totals=totals), compared, agreed)


def decide_correct(scene: Scene[Rows], request: Correct) -> Decision | Refusal:
    """Change lines of ours after the exchange; the next version is checked and sent like the first."""
    sheet = scene.rows.sheets[request.case]
    refusal = _frozen(scene, sheet)
    if refusal:
        return refusal
    done = correct(sheet.ours, sheet.theirs, request.corrections)
    if isinstance(done, Refusal):
        return done
    new = replace(sheet, version=sheet.sent + 1, ours=apply(sheet.ours, done), corrected=(*sheet.corrected, *done))
    fact = facts.StatementCorrected(
        **_pair(sheet), version=new.version, changes=tuple(plain_correction(entry) for entry in done)
    )
    return _done(scene, Written(new, "PREPARED", ours=True, corrected=done), fact)


def totals_of(sheet: Sheet) -> Totals:
    """Give what our lines add up to, both ways."""
    return Totals(
        owed=owed(sheet.ours, sheet.authority),
        due=owed(sheet.ours, sheet.counterpart),
        orders_owed=_orders(sheet.ours, sheet.authority),
        orders_due=_orders(sheet.ours, sheet.counterpart),
    )


def plain_difference(difference: Difference) -> dict[str, object]:
    """Give a difference as it stands in a fact."""
    return {
        "order": difference.key.order,
        "kind": difference.key.kind,
        "what": difference.what,
        "ours_yuan": difference.ours.amount if difference.ours else None,
        "theirs_yuan": difference.theirs.amount if difference.theirs else None,
        "hints": list(difference.hints),
    }


def plain_correction(entry: Corrected) -> dict[str, object]:
    """Give a correction as it stands in a fact."""
    return {
        "order": entry.correction.order,
        "kind": entry.correction.kind,
        "change": entry.correction.change,
        "reason": entry.correction.reason,
        "note": entry.correction.note,
        "before_yuan": entry.before.amount if entry.before else None,
        "after_yuan": entry.after.amount if entry.after else None,
    }


def _orders(lines: tuple[Line, ...], payer: str) -> int:
    return len({line.order for line in lines if line.payer == payer})


def _address(sheet: Sheet) -> dict[str, str]:
    return {"period": sheet.period.code, "sender": sheet.authority, "receiver": sheet.counterpart}


def _pair(sheet: Sheet) -> dict[str, str]:
    return {"period": sheet.period.code, "region": sheet.authority, "counterpart": sheet.counterpart}


def _not_for(sheet: Sheet, request: Receive) -> Refusal | None:
    message = request.message
    if (message.receiver, message.sender) != (sheet.authority, sheet.counterpart):
        return Refusal("settlement.not_for_us", {"sender_place": message.sender, "receiver_place": message.receiver})
    if message.period != sheet.period:
        return Refusal(
            "settlement.period_differs",
            {
                "sender_place": message.sender,
                "first": message.period.first,
                "last": message.period.last,
                "our_first": sheet.period.first,
                "our_last": sheet.period.last,
                "edition": message.edition[:12],
            },
        )
    return None


def _version_refused(sheet: Sheet, request: Receive) -> Refusal | None:
    message = request.message
    values: dict[str, str | int] = {
        "sender_place": message.sender,
        "version": message.version,
        "known_version": sheet.their_version,
    }
    if message.version > sheet.their_version:
        return None
    if message.digest == sheet.their_digest:
        return Refusal("settlement.statement_known", values)
    if message.version == sheet.their_version:
        return Refusal("settlement.statement_contradicts", values)
    return Refusal("settlement.statement_older", values)


def _frozen(scene: Scene[Rows], sheet: Sheet) -> Refusal | None:
    netted = scene.rows.netted.get(sheet.period.code, frozenset())
    if not netted:
        return None
    return Refusal(
        "settlement.others_netted", {"period": sheet.period.code, "region_places": ", ".join(sorted(netted))}
    )


def _done(scene: Scene[Rows], written: Written, *said: Fact) -> Decision:
    """Give the decision, with the step that the period takes along with this statement."""
    sheet = written.sheet
    states: dict[UUID, str] = {sheet.case: written.state}
    found: list[tuple[UUID, Fact]] = [(sheet.case, fact) for fact in said]
    others = {**scene.rows.states[sheet.period_case], sheet.case: written.state}
    before, after = scene.cases[sheet.period_case].state, period_state(list(others.values()))
    if before != after:
        states[sheet.period_case] = after
        found.append((sheet.period_case, _period_fact(sheet, before, after)))
    changes: dict[UUID, dict[str, object]] = {}
    if written.totals:
        changes[sheet.case] = {"amount": written.totals.due - written.totals.owed}
    elif written.state == "EXCHANGED":
        changes[sheet.case] = {"due_on": None}
    if before != after and after == "STATEMENTS_EXCHANGED":
        changes[sheet.period_case] = {"due_on": None}
    return Decision(facts=tuple(found), states=states, changes=changes, rows=written)


def _period_fact(sheet: Sheet, before: str, after: str) -> Fact:
    if after == "RECONCILED":
        return facts.PeriodReconciled(region=sheet.authority, period=sheet.period.code)
    if before == "PERIOD_CLOSED":
        return facts.StatementsExchanged(region=sheet.authority, period=sheet.period.code)
    return facts.PeriodReopened(region=sheet.authority, period=sheet.period.code, counterpart=sheet.counterpart)
