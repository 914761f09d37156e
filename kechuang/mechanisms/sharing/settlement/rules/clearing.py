"""Netting the agreed debts of a period, and recording the payments that settle it. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, NewAccount, Scene
from kechuang.kernel.fact import Fact, Posting
from kechuang.kernel.money import to_fen
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.sharing.settlement import facts
from kechuang.mechanisms.sharing.settlement.rules.lines import NOTHING
from kechuang.mechanisms.sharing.settlement.rules.netting import Transfer, net, positions
from kechuang.mechanisms.sharing.settlement.rules.requests import NetPeriod, RecordPayment
from kechuang.mechanisms.sharing.settlement.rules.rows import Agreed, PeriodRows, PeriodView, Planned, Sheet


@dataclass(frozen=True, slots=True)
class Netted:
    """A netting to be written: the region's own transfers, its position, and the digest of all debts."""

    case: UUID
    region: str
    position: Decimal
    digest: str
    transfers: tuple[Planned, ...]


def due_account(authority: str, case: UUID) -> str:
    """Give the account of what a region is owed (+) or owes (−) for a period."""
    return f"{authority}/settlement/{case}/due"


def clearing_account(authority: str, case: UUID) -> str:
    """Give the mirror of :func:`due_account`."""
    return f"{authority}/settlement/{case}/clearing"


def decide_net(scene: Scene[PeriodRows], request: NetPeriod) -> Decision | Refusal:
    """Net the agreed debts of all regions; every region comes to the same transfers by itself."""
    view = scene.rows.periods[request.period]
    regions = sorted({view.authority, *(entry.code for entry in view.participants)})
    debts = agreed_debts(view.period.code, regions, scene.rows.agreed.get(view.period.code, ()))
    if isinstance(debts, Refusal):
        return debts
    digest = debts_digest(debts)
    refusal = _netting_differs(scene.rows, view, regions, digest)
    if refusal:
        return refusal
    transfers, position = net(debts), positions(debts).get(view.authority, NOTHING)
    own = tuple(Planned(entry.payer, entry.payee, entry.amount) for entry in transfers if _concerns(entry, view))
    found: list[tuple[UUID, Fact]] = [
        (
            request.period,
            facts.PeriodNetted(
                region=view.authority,
                period=view.period.code,
                position_yuan=position,
                digest=digest,
                debts=tuple(_plain(entry) for entry in debts),
                transfers=tuple(_plain(entry) for entry in transfers),
                postings=_postings(view, position),
            ),
        )
    ]
    found += [(sheet.case, _closed(sheet)) for sheet, _state in scene.rows.sheets[request.period]]
    state = "NETTED" if own else "SETTLED"
    if not own:
        found.append((request.period, facts.PeriodSettled(region=view.authority, period=view.period.code)))
    return Decision(
        facts=tuple(found),
        states={request.period: state, **dict.fromkeys(request.statements, "CLOSED")},
        changes={request.period: {"amount": position, "due_on": None}},
        accounts=tuple(
            NewAccount(code=code, authority=view.authority, floor=None)
            for code in (due_account(view.authority, view.case), clearing_account(view.authority, view.case))
        ),
        rows=Netted(request.period, view.authority, position, digest, own),
    )


def agreed_debts(period: str, regions: Sequence[str], said: Iterable[Agreed]) -> tuple[Transfer, ...] | Refusal:
    """Give what every region owes every other by the public words of both, or say whose word is missing or differs."""
    words = {(entry.region, entry.counterpart): entry for entry in said if entry.stands}
    pairs = [(one, other) for one in regions for other in regions if one != other]
    silent = sorted({one for one, other in pairs if (one, other) not in words})
    if silent:
        return Refusal("settlement.others_not_reconciled", {"period": period, "region_places": ", ".join(silent)})
    for one, other in pairs:
        if not _equal(words[one, other], words[other, one]):
            return Refusal("settlement.totals_disagree", {"period": period, "one_place": one, "other_place": other})
    debts = (Transfer(one, other, words[one, other].owed) for one, other in pairs)
    return tuple(sorted(debt for debt in debts if debt.amount))


def _equal(one: Agreed, other: Agreed) -> bool:
    return (one.owed, one.due) == (other.due, other.owed)


def debts_digest(debts: Iterable[Transfer]) -> str:
    """Give the SHA-256 of a list of debts, the same wherever it is computed."""
    text = json.dumps([[debt.payer, debt.payee, to_fen(debt.amount)] for debt in debts], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _netting_differs(rows: PeriodRows, view: PeriodView, regions: Sequence[str], digest: str) -> Refusal | None:
    other = [region for region in regions if rows.netted.get((view.period.code, region), digest) != digest]
    if not other:
        return None
    return Refusal("settlement.netting_differs", {"period": view.period.code, "region_places": ", ".join(other)})


def _concerns(entry: Transfer, view: PeriodView) -> bool:
    return view.authority in {entry.payer, entry.payee}


def _plain(entry: Transfer) -> dict[str, object]:
    return {"payer": entry.payer, "payee": entry.payee, "amount_yuan": entry.amount}


def _closed(sheet: Sheet) -> Fact:
    return facts.StatementClosed(period=sheet.period.code, region=sheet.authority, counterpart=sheet.counterpart)


def _postings(view: PeriodView, amount: Decimal) -> tuple[Posting, ...]:
    """Move an amount onto what the region is owed, or (negative) off it."""
    fen = to_fen(amount)
    if not fen:
        return ()
    return (
        Posting(due_account(view.authority, view.case), fen),
        Posting(clearing_account(view.authority, view.case), -fen),
    )


def decide_pay(scene: Scene[PeriodRows], request: RecordPayment) -> Decision | Refusal:
    """Record a transfer that was paid or came in; with the last one the period is settled."""
    view = scene.rows.periods[request.period]
    planned = scene.rows.transfers[request.period]
    found = next((entry for entry in planned if (entry.payer, entry.payee) == (request.payer, request.payee)), None)
    refusal = _payment_refused(scene, request, found)
    if refusal or found is None:
        return refusal or Refusal(
            "settlement.no_such_transfer", {"payer_place": request.payer, "payee_place": request.payee}
        )
    received = request.payee == view.authority
    paid = facts.PaymentRecorded(
        region=view.authority,
        period=view.period.code,
        payer=request.payer,
        payee=request.payee,
        amount_yuan=request.amount,
        paid_on=request.paid_on,
        bank_ref=request.bank_ref.strip(),
        postings=_postings(view, -request.amount if received else request.amount),
    )
    said: list[tuple[UUID, Fact]] = [(request.period, paid)]
    settled = all(entry.paid_on or entry is found for entry in planned)
    if settled:
        said.append((request.period, facts.PeriodSettled(region=view.authority, period=view.period.code)))
    rows = Planned(request.payer, request.payee, request.amount, request.paid_on, request.bank_ref.strip())
    return Decision(
        facts=tuple(said), states={request.period: "SETTLED" if settled else "NETTED"}, rows=(request.period, rows)
    )


def _payment_refused(scene: Scene[PeriodRows], request: RecordPayment, found: Planned | None) -> Refusal | None:
    pair: dict[str, Value] = {"payer_place": request.payer, "payee_place": request.payee}
    if found is None:
        return Refusal("settlement.no_such_transfer", pair)
    if found.paid_on:
        return Refusal("settlement.paid_already", {**pair, "paid_on": found.paid_on, "bank_ref": found.bank_ref})
    if request.amount != found.amount:
        values = {**pair, "amount_yuan": request.amount, "netted_yuan": found.amount}
        return Refusal("settlement.payment_amount", values, place="amount")
    if request.paid_on > scene.on:
        return Refusal("settlement.day_in_future", {"day": request.paid_on, "today": scene.on}, place="paid_on")
    if not request.bank_ref.strip():
        return Refusal("settlement.bank_ref_missing", pair, place="bank_ref")
    if (request.authority, request.bank_ref.strip()) in scene.rows.references:
        return Refusal("settlement.bank_ref_used", {**pair, "bank_ref": request.bank_ref.strip()}, place="bank_ref")
    return None
