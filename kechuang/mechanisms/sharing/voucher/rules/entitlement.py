"""What a firm or team may have: every voucher rule, met or missed, by how much, under which clause. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.mechanisms.sharing.voucher.rules import asking, limits
from kechuang.mechanisms.sharing.voucher.rules.right import quota_answers, subject_of
from kechuang.mechanisms.sharing.voucher.rules.rows import BodyRow, Deal, RightRow
from kechuang.rulebook.resolve import Answer, Law

type Measure = Decimal | int | None

INFORMATION = (
    ("test_share", "voucher.test.min_share"),
    ("services", "voucher.services"),
    ("excluded", "voucher.excluded"),
    ("territory", "voucher.territory"),
    ("one_contract", "voucher.one_subsidy_per_contract"),
    ("invoice", "voucher.invoice.within_validity"),
    ("valid_months", "voucher.right.valid_months"),
    ("county_days", "voucher.check.county_days"),
    ("city_days", "voucher.check.city_days"),
    ("claim_days", "voucher.claim.after_delivery_days"),
    ("notice_days", "voucher.notice.days"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a body holds this year. ``budgets`` are (number, what can still be granted), ``names`` of providers."""

    right: RightRow | None = None
    left_yuan: Decimal = Decimal(0)
    reserved_yuan: Decimal = Decimal(0)
    paid_yuan: Decimal = Decimal(0)
    deals: tuple[Deal, ...] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)
    budgets: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule towards one body.

    ``code`` names the line in the catalogues (``voucher.entitlement.<code>``). ``met`` is None where the rule only
    informs. ``limit`` is what the rule says, ``have`` where the body stands, ``gap`` how much is still free (met) or
    missing (missed), all in ``unit``: ``yuan``, ``days``, ``share``, '' for none. ``answer`` carries clause, place and
    days of the rule; None where no rule but a fact of the register decides. ``about`` is a provider's or budget's name.
    """

    code: str
    met: bool | None
    limit: Measure = None
    have: Measure = None
    gap: Measure = None
    unit: str = ""
    answer: Answer | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What a body may have on a day. ``most_yuan`` is what one order could draw today with a large enough contract."""

    body: BodyRow
    on: date
    claims: Claims
    lines: tuple[Line, ...]
    most_yuan: Decimal

    @property
    def missed(self) -> tuple[Line, ...]:
        """The lines that stand in the way today."""
        return tuple(line for line in self.lines if line.met is False)


def entitled(law: Law, body: BodyRow, claims: Claims, on: date) -> Entitlement:
    """Lay every rule beside what the body holds."""
    lines = [_kind(body), _profile(body)]
    if subject_of(body):
        lines += _quota(law, body, claims, on)
    lines += [_budget(claims), _validity(claims, on), _left(claims)]
    order_lines, most = _order(law, body, claims, on)
    lines += [*order_lines, *_split(law, body, claims, on)]
    for code, key in INFORMATION:
        answer = asking.answer_of(law, key, body.place, on, body.kind)
        if answer.value is not None:
            limit = answer.value if isinstance(answer.value, (Decimal, int)) else None
            lines.append(Line(code=code, met=None, limit=limit, unit=_unit(answer), answer=answer))
    return Entitlement(body=body, on=on, claims=claims, lines=tuple(lines), most_yuan=most)


def _unit(answer: Answer) -> str:
    return {"calendar_day": "days", "working_day": "working_days", "month": "months"}.get(answer.unit, answer.unit)


def _kind(body: BodyRow) -> Line:
    return Line(code="kind", met=bool(subject_of(body)))


def _profile(body: BodyRow) -> Line:
    return Line(code="profile", met=body.registered)


def _quota(law: Law, body: BodyRow, claims: Claims, on: date) -> list[Line]:
    granted = claims.right.quota_yuan if claims.right and claims.right.valid_from else Decimal(0)
    lines = []
    for code, answer in zip(("quota", "once"), quota_answers(law, body, body.place, on), strict=True):
        limit = asking.yuan_of(answer)
        if limit is not None:
            lines.append(
                Line(
                    code=code,
                    met=granted <= limit,
                    limit=limit,
                    have=granted,
                    gap=abs(limit - granted),
                    unit="yuan",
                    answer=answer,
                )
            )
        elif code == "quota":
            lines.append(Line(code=code, met=False, unit="yuan", answer=answer))
    return lines


def _budget(claims: Claims) -> Line:
    number, left = claims.budgets[0] if claims.budgets else ("", Decimal(0))
    return Line(code="budget", met=left > 0, have=left, gap=left, unit="yuan", about=number)


def _validity(claims: Claims, on: date) -> Line:
    row = claims.right
    if row is None or row.valid_from is None or row.valid_to is None:
        return Line(code="right", met=False, unit="days")
    days = (row.valid_to - on).days
    return Line(code="right", met=row.state == "GRANTED" and days >= 0, gap=abs(days), unit="days", about=row.number)


def _left(claims: Claims) -> Line:
    granted = claims.right.quota_yuan if claims.right and claims.right.valid_from else Decimal(0)
    left = claims.left_yuan
    return Line(code="left", met=left > 0, limit=granted, have=granted - left, gap=left, unit="yuan")


def _order(law: Law, body: BodyRow, claims: Claims, on: date) -> tuple[list[Line], Decimal]:
    bounds = limits.limits(law, body.place, on, body.kind)
    if not isinstance(bounds, limits.Limits):
        answer = asking.answer_of(law, limits.SHARE, body.place, on, body.kind)
        return [Line(code="share", met=False, unit="share", answer=answer)], Decimal(0)
    lines = [Line(code="share", met=None, limit=bounds.share_of_eligible, unit="share", answer=bounds.share)]
    usable = claims.left_yuan if claims.right and claims.right.state == "GRANTED" else Decimal(0)
    most = usable if bounds.cap_yuan is None else min(usable, bounds.cap_yuan)
    if bounds.cap_yuan is not None:
        contract = bounds.cap_yuan / bounds.share_of_eligible if bounds.share_of_eligible else None
        lines.append(Line(code="cap", met=None, limit=bounds.cap_yuan, have=contract, unit="yuan", answer=bounds.cap))
    return lines, most


def _split(law: Law, body: BodyRow, claims: Claims, on: date) -> list[Line]:
    """By provider: what its contracts within the window draw together, against the cap of one order."""
    window = asking.answer_of(law, "voucher.split.window_days", body.place, on)
    cap = asking.answer_of(law, limits.CAP, body.place, on, body.kind)
    days, limit = asking.whole_of(window), asking.yuan_of(cap)
    if days is None or limit is None:
        return []
    sums: dict[UUID, Decimal] = {}
    for deal in claims.deals:
        if deal.counts and abs((on - deal.contract_on).days) <= days:
            sums[deal.provider] = sums.get(deal.provider, Decimal(0)) + deal.amount_yuan
    return [
        Line(
            code="split",
            met=total < limit,
            limit=limit,
            have=total,
            gap=abs(limit - total),
            unit="yuan",
            answer=window,
            about=claims.names.get(provider, ""),
        )
        for provider, total in sorted(sums.items(), key=lambda item: (-item[1], str(item[0])))
    ]
