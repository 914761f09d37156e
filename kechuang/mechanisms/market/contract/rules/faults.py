"""What makes a contract impossible to take in: each fault has its own code and names its field. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.patent import read_patent_number
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import FEN, Contract, Party, squeezed
from kechuang.mechanisms.market.contract.rules.law import Rules
from kechuang.rulebook.quoting import cited

LONGEST_TITLE, LONGEST_TEXT = 160, 4000
UNIT = Decimal(10_000)
MOST_YUAN = Decimal(10) ** 12
# Names that stand where a party should: 某公司, ×××公司, 甲方, 待定, test.
_PLACEHOLDER = re.compile(
    r"某某|某(?:公司|单位|企业|大学|研究所)|[x×＊*]{2,}|[○〇]{2,}|_{2,}|^(?:甲方|乙方|丙方|买方|卖方|受让方|转让方|委托方|受托方|对方|客户)$"
    r"|待定|待填|暂无|未定|另定|不详|无名|测试(?:公司|单位)?$|^(?:test|tbd|n/?a|none|null|无|公司|\?+|？+|-+|—+)$",
    re.IGNORECASE,
)


def faults(contract: Contract, rules: Rules, *, today: date) -> Iterator[Refusal]:
    """Every reason not to take a contract in, in the order of the form."""
    yield from _words(contract)
    yield from _parties(contract)
    yield from _types(contract, rules)
    yield from _days(contract, rules, today)
    yield from _amounts(contract)
    yield from _payment(contract)
    yield from _currency(contract)
    yield from _trade(contract, rules)
    yield from _rights(contract, today)


def placeholder(name: str) -> bool:
    """Whether a name only holds the place of one."""
    return len(squeezed(name)) < 2 or bool(_PLACEHOLDER.search(name.strip()))


def _words(contract: Contract) -> Iterator[Refusal]:
    if not contract.title.strip():
        yield Refusal("contract.no_title", place="title")
    if len(contract.title) > LONGEST_TITLE:
        yield Refusal("contract.title_too_long", {"length": len(contract.title), "limit": LONGEST_TITLE}, place="title")
    if not contract.subject.strip():
        yield Refusal("contract.no_subject", place="subject")
    for name in ("subject", "acceptance"):
        if len(getattr(contract, name)) > LONGEST_TEXT:
            yield Refusal("contract.text_too_long", {"limit": LONGEST_TEXT}, place=name)
    if not contract.acceptance.strip():
        yield Refusal("contract.no_acceptance", place="acceptance")
    if not contract.declared:
        yield Refusal("contract.secret", place="declared")


def _parties(contract: Contract) -> Iterator[Refusal]:
    for side, party in (("seller", contract.seller), ("buyer", contract.buyer)):
        yield from _party(side, party)
    seller, buyer = contract.seller, contract.buyer
    same_code = bool(seller.code) and seller.code == buyer.code
    if same_code or squeezed(seller.name) == squeezed(buyer.name):
        yield Refusal("contract.same_party", {"name": seller.name}, place="buyer_name")


def _party(side: str, party: Party) -> Iterator[Refusal]:
    if placeholder(party.name):
        yield Refusal("contract.placeholder_party", {"name": party.name.strip() or "—"}, place=f"{side}_name")
    if party.code and not party.abroad and read_credit_code(party.code).fault is not None:
        yield Refusal("contract.code_wrong", {"code": party.code}, place=f"{side}_code")
    if not party.abroad and not party.place:
        yield Refusal("contract.no_seat", {"name": party.name}, place=f"{side}_place")


def _types(contract: Contract, rules: Rules) -> Iterator[Refusal]:
    known = rules.types()
    if contract.type not in known:
        values = {
            "type_code": f"market.contract.type.{contract.type}",
            "signed_on": contract.signed_on,
            "count": len(known),
            **cited(rules.ask("contract.types")),
        }
        yield Refusal("contract.type_not_in_force", values, place="type")
    if contract.subtype not in kinds.SUBTYPES.get(contract.type, ()):
        values = {
            "subtype": contract.subtype,
            "type_code": f"market.contract.type.{contract.type}",
        }
        yield Refusal("contract.subtype_wrong", values, place="subtype")
    if contract.form == kinds.ORAL:
        own = "contract.development.written"
        written = contract.type == kinds.DEVELOPMENT and rules.says(own)
        key = own if written else "contract.registration.oral_refused"
        if rules.says(key):
            code = "contract.development_oral" if written else "contract.oral"
            yield Refusal(code, cited(rules.ask(key)), place="form")
    electronic = rules.ask("contract.registration.electronic")
    if contract.form == kinds.ELECTRONIC and electronic.value is False:
        yield Refusal("contract.electronic_refused", cited(electronic), place="form")
    shares = rules.ask("contract.registration.shares_as_transfer")
    if contract.shares and shares.value is True and contract.type != kinds.TRANSFER:
        yield Refusal("contract.shares_not_transfer", cited(shares), place="type")


def _days(contract: Contract, rules: Rules, today: date) -> Iterator[Refusal]:
    if contract.signed_on > today:
        yield Refusal("contract.signed_later", {"signed_on": contract.signed_on, "today": today}, place="signed_on")
    effective = contract.effective_on or contract.signed_on
    if effective < contract.signed_on:
        values = {"effective_on": effective, "signed_on": contract.signed_on}
        yield Refusal("contract.effective_before_signed", values, place="effective_on")
    if contract.ends_on is not None and contract.ends_on < effective:
        yield Refusal(
            "contract.ends_before_effective", {"ends_on": contract.ends_on, "effective_on": effective}, place="ends_on"
        )
    limit = rules.ask("contract.registration.apply_within_days")
    if isinstance(limit.value, int) and (today - effective).days > limit.value:
        late: dict[str, Value] = {
            "days": (today - effective).days,
            "limit": limit.value,
            "effective_on": effective,
            **cited(limit),
        }
        yield Refusal("contract.too_late", late, place="signed_on")


def _amounts(contract: Contract) -> Iterator[Refusal]:
    total = contract.total_yuan
    if total is None:
        yield Refusal("contract.no_total", place="total_yuan")
        return
    if total < 0:
        yield Refusal("contract.total_negative", {"total": total}, place="total_yuan")
        return
    if total > MOST_YUAN:
        yield Refusal("contract.total_unlikely", {"total": total, "limit": MOST_YUAN}, place="total_yuan")
    if total == 0 and contract.payment not in {kinds.FREE, kinds.ROYALTY}:
        yield Refusal(
            "contract.total_nought", {"payment_code": f"market.contract.payment.{contract.payment}"}, "total_yuan"
        )
    if any(each.yuan <= 0 for each in contract.deductions):
        yield Refusal("contract.deduction_not_positive", place="deductions")
    elif contract.deducted > total:
        values = {"deducted": contract.deducted, "total": total}
        yield Refusal("contract.deductions_over_total", values, place="deductions")
    else:
        yield from _declared(contract, total)


def _declared(contract: Contract, total: Decimal) -> Iterator[Refusal]:
    said = contract.technology_yuan
    if said is None or said == contract.technology:
        return
    values = {"said": said, "total": total, "computed": contract.technology}
    if said < 0:
        yield Refusal("contract.technology_negative", values, place="technology_yuan")
    elif said in _slipped(contract.technology) | _slipped(total):
        yield Refusal("contract.unit_slip", values, place="technology_yuan")
    elif said > total:
        yield Refusal("contract.technology_over_total", values, place="technology_yuan")
    else:
        yield Refusal("contract.technology_differs", values, place="technology_yuan")


def _slipped(yuan: Decimal) -> set[Decimal]:
    """What an amount becomes when yuan and ten thousand yuan are mixed up."""
    return {yuan * UNIT, (yuan / UNIT).quantize(FEN)} - {Decimal(0)}


def _payment(contract: Contract) -> Iterator[Refusal]:
    royal = contract.payment in kinds.ROYALTIES
    if royal and contract.royalty is None:
        yield Refusal("contract.royalty_missing", place="royalty_base")
    if royal and contract.royalty is not None and not contract.royalty.rate.strip():
        yield Refusal("contract.royalty_rate_missing", place="royalty_rate")
    if contract.royalty is not None and not royal:
        yield Refusal(
            "contract.royalty_without", {"payment_code": f"market.contract.payment.{contract.payment}"}, "royalty_base"
        )
    if contract.royalty and contract.royalty.estimate_yuan is not None and contract.royalty.estimate_yuan < 0:
        yield Refusal("contract.estimate_negative", place="estimate_yuan")
    paid = sum((each.yuan for each in contract.schedule), Decimal(0))
    if contract.payment == kinds.FREE and contract.total_yuan:
        yield Refusal("contract.free_with_price", {"total": contract.total_yuan}, place="total_yuan")
    if contract.schedule and contract.total_yuan is not None and paid != contract.total_yuan:
        yield Refusal("contract.schedule_differs", {"paid": paid, "total": contract.total_yuan}, place="schedule")


def _currency(contract: Contract) -> Iterator[Refusal]:
    foreign = contract.foreign
    if foreign is None:
        return
    values = {"currency": foreign.currency}
    if foreign.rate is None or foreign.rate <= 0:
        yield Refusal("contract.rate_missing", values, place="rate")
    elif foreign.rate_on is None:
        yield Refusal("contract.rate_day_missing", values, place="rate_on")
    elif foreign.rate_on < contract.signed_on.replace(day=1) and (contract.signed_on - foreign.rate_on).days > 31:
        yield Refusal(
            "contract.rate_day_far", {"rate_on": foreign.rate_on, "signed_on": contract.signed_on}, place="rate_on"
        )
    elif contract.total_yuan is not None and foreign.yuan != contract.total_yuan:
        told = {
            **values,
            "computed": foreign.yuan,
            "total": contract.total_yuan,
            "rate": format(foreign.rate.normalize(), "f"),
        }
        yield Refusal("contract.conversion_differs", told, place="total_yuan")


def _trade(contract: Contract, rules: Rules) -> Iterator[Refusal]:
    seller, buyer = contract.seller.abroad, contract.buyer.abroad
    crossing = kinds.IMPORT if seller and not buyer else kinds.EXPORT if buyer and not seller else kinds.DOMESTIC
    if seller and buyer:
        yield Refusal("contract.both_abroad", place="buyer_country")
    elif contract.trade != crossing:
        values = {
            "said_code": f"market.contract.trade.{contract.trade}",
            "found_code": f"market.contract.trade.{crossing}",
        }
        yield Refusal("contract.trade_differs", values, place="trade")
    if contract.trade == kinds.DOMESTIC:
        return
    lists = rules.ask("trade.lists")
    if contract.trade_list not in kinds.LISTS:
        yield Refusal("contract.trade_list_missing", cited(lists), place="trade_list")
    elif contract.trade_list == kinds.PROHIBITED:
        yield Refusal("contract.trade_prohibited", cited(lists), place="trade_list")
    elif contract.trade_list == kinds.RESTRICTED and not (contract.trade_licence and contract.trade_licence_on):
        yield Refusal("contract.trade_licence_missing", cited(lists), place="trade_licence")
    elif contract.trade_list == kinds.RESTRICTED and contract.effective_on != contract.trade_licence_on:
        valid: dict[str, Value] = {
            "licence_on": contract.trade_licence_on,
            **cited(rules.ask("trade.contract.valid_from")),
        }
        yield Refusal("contract.valid_from_licence", valid, place="effective_on")


def _rights(contract: Contract, today: date) -> Iterator[Refusal]:
    for right in contract.rights:
        if right.kind in kinds.PATENTS and not right.number:
            yield Refusal("contract.right_without_number", {"kind": f"market.contract.right.{right.kind}"}, "rights")
        elif right.kind in kinds.PATENTS:
            reading = read_patent_number(right.number, today)
            if reading.fault is not None:
                yield Refusal("contract.patent_number_wrong", {"number": right.number}, place="rights")
    if contract.type == kinds.LICENCE and contract.licence not in kinds.LICENCES:
        yield Refusal("contract.licence_kind_missing", place="licence")
