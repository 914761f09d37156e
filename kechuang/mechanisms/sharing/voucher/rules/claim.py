"""From delivery to the confirmed claim: the provider delivers, the holder claims by invoice, the provider confirms."""

from datetime import timedelta
from decimal import Decimal

from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.kernel.days import deadline
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.text import compact
from kechuang.kernel.money import round_fen
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.sharing.voucher.facts.order import (
    ClaimConfirmed,
    ClaimReturned,
    OrderClaimed,
    OrderDelivered,
)
from kechuang.mechanisms.sharing.voucher.rules import asking, budget, change, provider, signs
from kechuang.mechanisms.sharing.voucher.rules.change import Put
from kechuang.mechanisms.sharing.voucher.rules.invoice import Invoice, read_invoice
from kechuang.mechanisms.sharing.voucher.rules.release import back_to_budget, back_to_right, held
from kechuang.mechanisms.sharing.voucher.rules.report import Sketch, similarity
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    AnswerClaim,
    CheckClaim,
    ClaimRequest,
    DeliverRequest,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import KnownReport, Loaded, OrderRow
from kechuang.mechanisms.sharing.voucher.rules.signs import together
from kechuang.mechanisms.sharing.voucher.rules.units import off_by_wan
from kechuang.rulebook.quoting import cited

ONE_DAY = timedelta(days=1)
HEX_DIGITS = frozenset("0123456789abcdef")


def digest_missing(value: str, field: str) -> Refusal | None:
    """Refuse what is no SHA-256 in hexadecimal."""
    if len(value) == 64 and set(value) <= HEX_DIGITS:
        return None
    return Refusal("voucher.file_missing", {"field_code": f"voucher.field.{field}"}, place=field)


def deliver(scene: Scene[Loaded], request: DeliverRequest) -> Decision | Refusal:
    """The provider delivers with a report that nobody has delivered before; the time to claim begins."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    refusal = (
        digest_missing(request.report_sha256, "report_sha256")
        or asking.not_in_future(scene, request.delivered_on, "delivered_on")
        or _after_contract(row, request)
        or _listed(scene, row, request)
        or _copied(scene, row, request)
    )
    if refusal:
        return refusal
    found = together(row.signs, _delivery_signs(scene, row, request))
    due = _claim_by(scene, row)
    fact = OrderDelivered(
        place=row.place,
        category=row.category,
        delivered_on=request.delivered_on,
        report_sha256=request.report_sha256,
        claim_by=due.on - ONE_DAY if due else None,
        signs=found,
    )
    values = {
        "delivered_on": request.delivered_on,
        "report_sha256": request.report_sha256,
        "report_sketch": request.sketch.bins if request.sketch else b"",
        "signs": list(found),
    }
    bands = request.sketch.bands if request.sketch else ()
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "DELIVERED"},
        changes={row.case: {"due_on": due.on - ONE_DAY if due else None}},
        due=(due,) if due else (),
        rows=(
            Put(change.ORDER, row.case, values),
            *(Put(change.BAND, row.case, {"order_id": row.case, "band": band}, new=True) for band in bands),
        ),
    )


def remember_report(rows: Loaded, request: DeliverRequest, _decision: Decision) -> None:
    """Let the next delivery of the same chunk be compared with this report."""
    row = rows.orders[request.order.case]
    bins = request.sketch.bins if request.sketch else b""
    rows.reports.append(KnownReport(order=row.case, number=row.number, sha256=request.report_sha256, sketch=bins))


def _after_contract(row: OrderRow, request: DeliverRequest) -> Refusal | None:
    if request.delivered_on >= row.contract_on:
        return None
    values: dict[str, Value] = {"delivered_on": request.delivered_on, "contract_on": row.contract_on}
    return Refusal("voucher.delivery_before_contract", values, place="delivered_on")


def _listed(scene: Scene[Loaded], row: OrderRow, request: DeliverRequest) -> Refusal | None:
    """Where the provider's region wants it so, the provider must be listed on the day of delivery."""
    if row.listing is None:
        raise ValueError(f"order {row.number} was read without its listing")
    if provider.listed_on(scene, row.listing) != provider.AT_DELIVERY:
        return None
    return provider.why_not_listed(row.listing, request.delivered_on)


def _copied(scene: Scene[Loaded], row: OrderRow, request: DeliverRequest) -> Refusal | None:
    answer = asking.answer_of(scene.law, "voucher.report.same_share", row.place, scene.on)
    threshold = asking.yuan_of(answer)
    for known in scene.rows.reports:
        if known.order == row.case:
            continue
        alike = Decimal(1) if known.sha256 == request.report_sha256 else _alike(known, request.sketch)
        if alike == 1 or (threshold is not None and alike >= threshold):
            values: dict[str, Value] = {"number": known.number, "alike_share": alike, "limit_share": threshold}
            return Refusal("voucher.report_copied", {**values, **cited(answer)}, place="report")
    return None


def _alike(known: KnownReport, sketch: Sketch | None) -> Decimal:
    return similarity(Sketch(known.sketch), sketch) if known.sketch and sketch else Decimal(0)


def _delivery_signs(scene: Scene[Loaded], row: OrderRow, request: DeliverRequest) -> list[str]:
    found = [] if request.sketch else [signs.NO_TEXT]
    if request.delivered_on == row.contract_on:
        found.append(signs.FAST_DELIVERY)
    like = asking.yuan_of(asking.answer_of(scene.law, "voucher.report.like_share", row.place, scene.on))
    others = (known for known in scene.rows.reports if known.order != row.case)
    if like is not None and any(_alike(known, request.sketch) >= like for known in others):
        found.append(signs.REPORT_ALIKE)
    return found


def _claim_by(scene: Scene[Loaded], row: OrderRow) -> DueAt | None:
    """The first day on which it is too late to claim, counted from today; None where no rule sets a term."""
    answer = asking.answer_of(scene.law, "voucher.claim.after_delivery_days", row.place, scene.on)
    days = asking.whole_of(answer)
    if days is None:
        return None
    last = deadline(scene.on, days, "calendar_day", scene.rows.calendars).day
    return DueAt(row.case, "expire", last + ONE_DAY)


def claim(scene: Scene[Loaded], request: ClaimRequest) -> Decision | Refusal:
    """The holder claims; the voucher pays the share of what was really invoiced, and the difference is released."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    if row.claimed_on is not None:
        return Refusal("voucher.already_claimed", {"number": row.number, "since": row.claimed_on})
    claim_by = scene.cases[row.case].due_on
    if claim_by is not None and scene.on > claim_by:
        return Refusal("voucher.claim_too_late", {"number": row.number, "until": claim_by, "today": scene.on})
    invoice = read_invoice(request.invoice_code, request.invoice_no)
    if invoice is None:
        typed = f"{request.invoice_code} {request.invoice_no}".strip()
        return Refusal("voucher.invoice_malformed", {"invoice": typed}, place="invoice_no")
    refusal = (
        _unused(scene, row, invoice)
        or _invoice_amount(row, request)
        or _invoice_day(scene, row, request)
        or _buyer(row, request)
        or _payment(request)
    )
    return refusal or _claimed(scene, row, request, invoice)


def _unused(scene: Scene[Loaded], row: OrderRow, invoice: Invoice) -> Refusal | None:
    other = scene.rows.invoices.get(invoice.key)
    if other is None or other[0] == row.case:
        return None
    return Refusal("voucher.invoice_reused", {"invoice": invoice.key, "number": other[1]}, place="invoice_no")


def _invoice_amount(row: OrderRow, request: ClaimRequest) -> Refusal | None:
    if refusal := budget.positive(request.invoice_yuan, "invoice_yuan"):
        return refusal
    if request.invoice_yuan <= row.contract_yuan:
        return None
    values: dict[str, Value] = {"invoice": request.invoice_yuan, "contract": row.contract_yuan}
    over = request.invoice_yuan - row.contract_yuan
    return Refusal("voucher.invoice_over_contract", {**values, "over": over}, place="invoice_yuan")


def _invoice_day(scene: Scene[Loaded], row: OrderRow, request: ClaimRequest) -> Refusal | None:
    on = request.invoice_on
    if refusal := asking.not_in_future(scene, on, "invoice_on"):
        return refusal
    if on < row.contract_on:
        values: dict[str, Value] = {"invoice_on": on, "contract_on": row.contract_on}
        return Refusal("voucher.invoice_before_contract", values, place="invoice_on")
    answer = asking.answer_of(scene.law, "voucher.invoice.within_validity", row.place, scene.on)
    if asking.flag_of(answer, otherwise=True) and not row.valid_from <= on <= row.valid_to:
        values = {"invoice_on": on, "from": row.valid_from, "until": row.valid_to, **cited(answer)}
        return Refusal("voucher.invoice_outside_validity", values, place="invoice_on")
    return None


def _buyer(row: OrderRow, request: ClaimRequest) -> Refusal | None:
    """The buyer on the invoice must be the holder: by tax number, which is the credit code. A team may have none."""
    found = compact(request.invoice_tax_no)
    if found == compact(row.holder.code) or not read_credit_code(row.holder.code).ok:
        return None
    values: dict[str, Value] = {"found": found, "expected": row.holder.code, "holder": row.holder.name}
    return Refusal("voucher.invoice_other_buyer", values, place="invoice_tax_no")


def _payment(request: ClaimRequest) -> Refusal | None:
    if not request.payment_ref.strip():
        return Refusal("voucher.payment_ref_missing", {"field_code": "voucher.field.payment_ref"}, place="payment_ref")
    if request.rating is not None and not 1 <= request.rating <= 5:
        return Refusal("voucher.rating_out_of_range", {"rating": request.rating}, place="rating")
    return digest_missing(request.payment_sha256, "payment_sha256")


def _claimed(scene: Scene[Loaded], row: OrderRow, request: ClaimRequest, invoice: Invoice) -> Decision:
    covered = min(row.eligible_yuan, request.invoice_yuan)
    amount = min(row.amount_yuan, round_fen(row.share * covered))
    released = row.amount_yuan - amount
    found = together(row.signs, _claim_signs(row, request))
    fact = OrderClaimed(
        place=row.place,
        category=row.category,
        claimed_on=scene.on,
        invoice_code=invoice.code,
        invoice_no=invoice.number,
        invoice_on=request.invoice_on,
        invoice_yuan=request.invoice_yuan,
        invoice_tax_no=compact(request.invoice_tax_no),
        payment_ref=request.payment_ref.strip(),
        payment_sha256=request.payment_sha256,
        amount_yuan=amount,
        released_yuan=released,
        rating=request.rating,
        signs=found,
        postings=back_to_right(row, released),
    )
    values: dict[str, object] = {
        "claimed_on": scene.on,
        "invoice_code": invoice.code,
        "invoice_no": invoice.number,
        "invoice_key": invoice.key,
        "invoice_on": request.invoice_on,
        "invoice_yuan": request.invoice_yuan,
        "invoice_tax_no": compact(request.invoice_tax_no),
        "payment_ref": request.payment_ref.strip(),
        "payment_sha256": request.payment_sha256,
        "amount_yuan": amount,
        "rating": request.rating,
        "signs": list(found),
    }
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "DELIVERED"},
        changes={row.case: {"amount": amount, "due_on": None}},
        due=back_to_budget(scene.on, row) if released else (),
        cancels=((row.case, "expire"),),
        rows=(Put(change.ORDER, row.case, values),),
    )


def _claim_signs(row: OrderRow, request: ClaimRequest) -> list[str]:
    found = []
    if off_by_wan(request.invoice_yuan, row.contract_yuan):
        found.append(signs.UNIT)
    if row.delivered_on is not None and request.invoice_on < row.delivered_on:
        found.append(signs.INVOICE_BEFORE_DELIVERY)
    if not read_credit_code(row.holder.code).ok:
        found.append(signs.NO_TAX_NUMBER)
    return found


def remember_invoice(rows: Loaded, request: ClaimRequest, _decision: Decision) -> None:
    """Let the next claim of the same chunk see that this invoice is used."""
    invoice = read_invoice(request.invoice_code, request.invoice_no)
    row = rows.orders[request.order.case]
    if invoice is not None:
        rows.invoices[invoice.key] = (row.case, row.number)


def confirm(scene: Scene[Loaded], request: AnswerClaim) -> Decision | Refusal:
    """The provider confirms what the holder claimed: now both have."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    if row.claimed_on is None:
        return Refusal("voucher.claim_missing", {"number": row.number})
    return Decision(
        facts=((row.case, ClaimConfirmed(place=row.place)),),
        states={row.case: "CLAIMED"},
        rows=(Put(change.ORDER, row.case, {"confirmed_on": scene.on}),),
    )


def decline(scene: Scene[Loaded], request: AnswerClaim) -> Decision | Refusal:
    """The provider does not know the invoice or the payment: the claim goes back to the holder."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    if row.claimed_on is None:
        return Refusal("voucher.claim_missing", {"number": row.number})
    return _returned(scene, row, request.reason, by_provider=True)


def send_back(scene: Scene[Loaded], request: CheckClaim) -> Decision | Refusal:
    """The formal check found something to correct: the claim goes back to the holder."""
    row = held(scene, request.order)
    return row if isinstance(row, Refusal) else _returned(scene, row, request.reason, by_provider=False)


def _returned(scene: Scene[Loaded], row: OrderRow, reason: str, *, by_provider: bool) -> Decision | Refusal:
    """A returned claim may be made anew; its term starts on the day of the return (dossier 1.2)."""
    if not reason.strip():
        return Refusal("voucher.reason_missing", {"field_code": "voucher.field.reason"}, place="reason")
    due = _claim_by(scene, row)
    claim_by = due.on - ONE_DAY if due else None
    fact = ClaimReturned(place=row.place, by_provider=by_provider, reason=reason.strip(), claim_by=claim_by)
    values = {"claimed_on": None, "confirmed_on": None, "invoice_key": None}
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "DELIVERED"},
        changes={row.case: {"due_on": claim_by}},
        due=(due,) if due else (),
        rows=(Put(change.ORDER, row.case, values),),
    )
