"""From a contract brought to its registration or rejection. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kechuang.casework.decision import CaseView, Decision, NewCase, Scene
from kechuang.kernel.days import Deadline, Unit, deadline
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.contract import facts
from kechuang.mechanisms.market.contract.rules import checklist as checks
from kechuang.mechanisms.market.contract.rules import figures, kinds
from kechuang.mechanisms.market.contract.rules.checklist import Around, Line
from kechuang.mechanisms.market.contract.rules.content import Contract, plain
from kechuang.mechanisms.market.contract.rules.faults import faults
from kechuang.mechanisms.market.contract.rules.law import Rules
from kechuang.mechanisms.market.contract.rules.requests import (
    Bring,
    Confirm,
    Edit,
    Known,
    Loaded,
    Put,
    Sibling,
    Step,
)
from kechuang.resources.organisations.relation import related
from kechuang.rulebook.quoting import cited

CORRECTION = "correction"
REJECTIONS = ("not_technology", "not_a_contract", "known_technology", "false", "elsewhere", "incomplete", "other")
DAYS = "contract.registration.decision_days"
LONGEST = 2000


def bring(scene: Scene[Loaded], request: Bring) -> Decision | Refusal:
    """A party submits, or the office takes in: one registration, at the seller's seat."""
    contract = request.content
    rules = Rules(scene.law, contract, request.place, scene.on)
    refusal = next(faults(contract, rules, today=scene.on), None) or _seat(request, rules) or once(scene, contract)
    if refusal:
        return refusal
    lines = lines_of(scene, contract, rules, request.case)
    due = term(scene, contract, request.place, accepted=scene.on) if request.taken_in else None
    due_on = due.day if due else None
    fact: Fact
    if request.taken_in:
        fact = facts.TakenIn(
            place=request.place,
            trade=contract.trade,
            due_on=due_on,
            contents=contents(contract),
            fingerprint=contract.fingerprint,
            checks=told(lines),
        )
    else:
        fact = facts.Received(
            place=request.place, trade=contract.trade, contents=contents(contract), fingerprint=contract.fingerprint
        )
    case = NewCase(
        id=request.case,
        kind="market.contract",
        authority=request.authority,
        state="ACCEPTED" if request.taken_in else "RECEIVED",
        place=request.place,
        title=contract.title.strip(),
        office=request.office,
        holder=request.holder,
        counterpart=request.counterpart,
        amount=contract.total_yuan,
        due_on=due_on,
        number_series=f"{request.authority}-JH",
    )
    values = {
        **columns(contract, lines, {}),
        "office_place": request.office_place,
        "accepted_on": scene.on if request.taken_in else None,
        "live": True,
    }
    return Decision(facts=((request.case, fact),), opens=(case,), rows=Put(case=request.case, new=True, values=values))


def _seat(request: Bring, rules: Rules) -> Refusal | None:
    """Registered where the seller sits, imported technology where the domestic buyer sits."""
    contract, tags = request.content, ("imported",) if request.content.trade == kinds.IMPORT else ()
    answer = rules.ask("contract.registration.applicant", *tags)
    seat = contract.applicant.place
    if seat != request.place or not _below(request.place, request.office_place):
        place = request.place if seat != request.place else request.office_place
        return Refusal("contract.elsewhere", {"seat_place": seat, "place": place, **cited(answer)}, "seller_place")
    sides = {"seller": contract.seller.body, "buyer": contract.buyer.body}
    wanted = sides.get(str(answer.value), contract.applicant.body)
    parties = set(sides.values()) if answer.value == "applicant" else {wanted}
    if not request.taken_in and request.holder not in parties - {None}:
        return Refusal("contract.not_the_applicant", cited(answer), place="holder")
    return None


def _below(place: str, office: str) -> bool:
    """Whether a division lies in another, by its digits."""
    return place.startswith(office.removesuffix("0000") if office.endswith("0000") else office.removesuffix("00"))


def once(scene: Scene[Loaded], contract: Contract, case: object = None) -> Refusal | None:
    """The same contract is registered once, in whichever province it was brought first."""
    for other in siblings(scene, contract):
        if other.live and other.case != case and other.fingerprint == contract.fingerprint:
            values: dict[str, Value] = {
                "number": other.number or str(other.case)[-8:],
                "other_place": other.place,
                "signed_on": other.signed_on,
            }
            return Refusal("contract.registered_before", values, place="number")
    return None


def siblings(scene: Scene[Loaded], contract: Contract) -> list[Sibling]:
    """The other contracts of the same seller that were loaded."""
    return scene.rows.siblings.get(contract.seller.key, [])


def around(scene: Scene[Loaded], contract: Contract, case: object, *, reviewed: bool = False) -> Around:
    """What is known around a contract."""
    rows, seller, buyer = scene.rows, contract.seller.body, contract.buyer.body
    one, other = (rows.profiles.get(body) if body else None for body in (seller, buyer))
    return Around(
        siblings=tuple(each for each in siblings(scene, contract) if each.case != case),
        sales=rows.sales.get(contract.seller.code),
        relation=related(one, other) if one and other else "",
        reviewed=reviewed,
        today=scene.on,
    )


def lines_of(
    scene: Scene[Loaded], contract: Contract, rules: Rules, case: object, *, reviewed: bool = False
) -> tuple[Line, ...]:
    return checks.checklist(contract, rules, around(scene, contract, case, reviewed=reviewed))


def told(lines: Iterable[Line]) -> list[dict[str, str]]:
    """The check list as a fact keeps it: line, verdict, why."""
    return [{"line": line.code, "verdict": line.verdict, "why": line.why} for line in lines]


def contents(contract: Contract) -> dict[str, object]:
    """The contents as a fact keeps them: never a file's id."""
    return {name: value for name, value in plain(contract).items() if name != "files"}


def columns(contract: Contract, lines: tuple[Line, ...], confirmed: dict[str, str]) -> dict[str, object]:
    """What the row says of the contents: columns to find and sort by, and the check list as it stands."""
    left = checks.open_lines(lines, confirmed)
    return {
        "content": plain(contract),
        "number_agreed": contract.number,
        "type": contract.type,
        "subtype": contract.subtype,
        "field": contract.field,
        "trade": contract.trade,
        "seller_key": contract.seller.key,
        "seller_name": contract.seller.name,
        "seller_place": contract.seller.region,
        "buyer_key": contract.buyer.key,
        "buyer_name": contract.buyer.name,
        "buyer_place": contract.buyer.region,
        "signed_on": contract.signed_on,
        "total_yuan": contract.total_yuan,
        "technology_yuan": contract.technology,
        "fingerprint": contract.fingerprint,
        "lines": [line.plain for line in lines],
        "doubts": sum(line.verdict == checks.DOUBT for line in left),
        "failing": sum(line.verdict == checks.FAILS for line in left),
    }


def term(
    scene: Scene[Loaded], contract: Contract, place: str, *, accepted: date, tags: tuple[str, ...] = ()
) -> Deadline | None:
    """The last day to decide, from the accepted file: by the rule of the place; free trade has its own."""
    rules = Rules(scene.law, contract, place, accepted)
    key = "trade.free.registration_days" if contract.trade_list == kinds.OPEN_LIST else DAYS
    if contract.trade_list == kinds.RESTRICTED:
        key = f"trade.{contract.trade}.contract_days"
    answer = rules.ask(key, *tags) if key == DAYS else rules.ask(key)
    if not isinstance(answer.value, int) or isinstance(answer.value, bool):
        return None
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(accepted, answer.value, unit, scene.rows.calendars)


def known(scene: Scene[Loaded], case: object) -> Known:
    """The contract that a request is about. Raises KeyError."""
    return scene.rows.contracts[case]  # type: ignore[index]  # requests hold ids


def edit(scene: Scene[Loaded], request: Edit) -> Decision | Refusal:
    """New contents, by the party (before it is accepted or while it corrects) or by the office that classifies."""
    case, row = scene.cases[request.case], known(scene, request.case)
    return _edited(scene, request, case, row, by_office=False)


def classify(scene: Scene[Loaded], request: Edit) -> Decision | Refusal:
    """The office classifies otherwise, or fixes other amounts: with a reason that the party is told."""
    if not request.reason.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.classify"}, place="reason")
    case, row = scene.cases[request.case], known(scene, request.case)
    return _edited(scene, request, case, row, by_office=True)


def _edited(scene: Scene[Loaded], request: Edit, case: CaseView, row: Known, *, by_office: bool) -> Decision | Refusal:
    contract = replace(request.content, files=request.content.files or row.content.files)
    if not by_office and case.state != "RECEIVED" and case.hold != CORRECTION:
        return Refusal("contract.accepted_already", {"number": case.number}, place="")
    rules = Rules(scene.law, contract, case.place, scene.on)
    fault = next(faults(contract, rules, today=scene.on), None) or once(scene, contract, case.id)
    if fault:
        return fault
    if contract.applicant.place != case.place:
        answer = rules.ask("contract.registration.applicant")
        values = {"seat_place": contract.applicant.place, "place": case.place, **cited(answer)}
        return Refusal("contract.elsewhere", values, "seller_place")
    lines = lines_of(scene, contract, rules, case.id, reviewed=row.reviewed)
    fact: Fact
    if by_office:
        fact = facts.Classified(
            place=case.place,
            reason=request.reason.strip(),
            contents=contents(contract),
            fingerprint=contract.fingerprint,
            checks=told(lines),
        )
    else:
        fact = facts.Amended(place=case.place, contents=contents(contract), fingerprint=contract.fingerprint)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        changes={case.id: {"amount": contract.total_yuan, "title": contract.title.strip()}},
        rows=Put(case=case.id, values=columns(contract, lines, dict(row.confirmed))),
    )


def accept(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """The file is complete: the time to decide begins (t0), by the rule of the place on this day."""
    case, row = scene.cases[request.case], known(scene, request.case)
    rules = Rules(scene.law, row.content, case.place, scene.on)
    lines = lines_of(scene, row.content, rules, case.id)
    due = term(scene, row.content, case.place, accepted=scene.on)
    fact = facts.Accepted(
        place=case.place,
        due_on=due.day if due else None,
        due_provisional=bool(due and due.provisional),
        checks=told(lines),
    )
    values = {**columns(row.content, lines, dict(row.confirmed)), "accepted_on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "ACCEPTED"},
        changes={case.id: {"due_on": due.day if due else None}},
        rows=Put(case=case.id, values=values),
    )


def confirm(scene: Scene[Loaded], request: Confirm) -> Decision | Refusal:
    """The clerk lets one doubt pass."""
    case, row = scene.cases[request.case], known(scene, request.case)
    rules = Rules(scene.law, row.content, case.place, row.accepted_on or scene.on)
    lines = lines_of(scene, row.content, rules, case.id, reviewed=row.reviewed)
    line = next((each for each in lines if each.code == request.line), None)
    if line is None or line.verdict != checks.DOUBT:
        return Refusal("contract.no_such_doubt", {"line": request.line[:40]}, place="line")
    if len(request.note) > LONGEST:
        return Refusal("contract.text_too_long", {"limit": LONGEST}, place="note")
    confirmed = {**row.confirmed, line.code: line.digest}
    fact = facts.DoubtConfirmed(place=case.place, line=line.code, why=line.why, note=request.note.strip())
    added = {"line": line.code, "digest": line.digest, "note": request.note.strip(), "on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "ACCEPTED"},
        rows=Put(case=case.id, values=columns(row.content, lines, confirmed), adds=(("confirmation", added),)),
    )


def register(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """The check list is done with: the contract gets its number, its total and its technology amount."""
    case, row = scene.cases[request.case], known(scene, request.case)
    contract = row.content
    rules = Rules(scene.law, contract, case.place, row.accepted_on or scene.on)
    lines = lines_of(scene, contract, rules, case.id, reviewed=row.reviewed)
    refusal = _undone(lines, row) or once(scene, contract, case.id)
    if refusal:
        return refusal
    year, last = scene.rows.books.get(row.office_place, (scene.on.year, 0))
    serial = last + 1 if year == scene.on.year else 1
    number = f"{scene.on.year}{row.office_place}{serial:06d}"
    total, technology = contract.total_yuan or Decimal(0), contract.technology
    fact = facts.Registered(
        **figures.said(case, contract, number, count=1, total=total, technology=technology),
        due_on=case.due_on,
        contents=contents(contract),
        checks=told(lines),
    )
    values = {
        **columns(contract, lines, dict(row.confirmed)),
        "number": number,
        "registered_on": scene.on,
        "registered_total": total,
        "registered_technology": technology,
    }
    version = {"version": 1, "on": scene.on, "content": plain(contract), "reason": ""}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REGISTERED"},
        changes={case.id: {"due_on": None, "amount": total}},
        rows=Put(
            case=case.id,
            values=values,
            flows=(figures.flow(fact, scene.on),),
            adds=(("version", version),),
            book=(row.office_place, scene.on.year, serial),
        ),
    )


def _undone(lines: tuple[Line, ...], row: Known) -> Refusal | None:
    left = checks.open_lines(lines, row.confirmed)
    if not left:
        return None
    first = next((line for line in left if line.verdict == checks.FAILS), left[0])
    values = {
        "line_code": f"contract.check.{first.code}",
        "count": len(left),
        **first.rule,
    }
    code = "contract.check_fails" if first.verdict == checks.FAILS else "contract.doubt_open"
    return Refusal(code, values)


def replaced(
    scene: Scene[Loaded], case: CaseView, row: Known, contract: Contract, *, reason: str, values: dict[str, object]
) -> tuple[list[Fact], Put]:
    """What stood registered leaves the turnover, what stands now enters it: two facts, two lines, one version more."""
    total, technology = contract.total_yuan or Decimal(0), contract.technology
    total, technology = total + row.received_yuan, technology + row.received_yuan
    out = facts.Reversed(
        **figures.said(
            case,
            row.content,
            row.number,
            count=-1,
            total=-row.registered_total,
            technology=-row.registered_technology,
        )
    )
    back = facts.Changed(
        **figures.said(case, contract, row.number, count=1, total=total, technology=technology),
        version=row.version + 1,
        reason=reason,
        contents=contents(contract),
        fingerprint=contract.fingerprint,
    )
    version = {"version": row.version + 1, "on": scene.on, "content": plain(contract), "reason": reason}
    put = Put(
        case=case.id,
        values={
            **values,
            "registered_total": total,
            "registered_technology": technology,
            "version": row.version + 1,
        },
        flows=(figures.flow(out, scene.on), figures.flow(back, scene.on)),
        adds=(("version", version),),
    )
    return [out, back], put


def reject(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """Not registered: with a ground and words for the party. What bears a number is revoked, never rejected."""
    case, row = scene.cases[request.case], known(scene, request.case)
    if row.number:
        return Refusal("contract.registered_use_revoke", {"number": row.number})
    if request.ground not in REJECTIONS:
        return Refusal("contract.ground_unknown", place="ground")
    if not request.text.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.reject"}, place="text")
    if len(request.text) > LONGEST:
        return Refusal("contract.text_too_long", {"limit": LONGEST}, place="text")
    fact = facts.Rejected(place=case.place, ground=request.ground, text=request.text.strip())
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REJECTED"},
        changes={case.id: {"due_on": None}},
        rows=Put(
            case=case.id,
            values={"live": False, "ended_on": scene.on, "ground": request.ground, "ground_text": request.text.strip()},
        ),
    )
