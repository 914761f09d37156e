"""The check list of a contract, derived from the rules: each line holds, is in doubt, or fails, with its clause. Pure.

A line in doubt waits for the clerk to confirm it; a line that fails keeps the contract from being registered. What a
line looked at is digested, so that a confirmation no longer holds once that has changed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from statistics import median
from typing import Any, Self

from kechuang.kernel.identify.patent import read_patent_number
from kechuang.kernel.refusal import Value
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import Contract, likeness, plain, squeezed
from kechuang.mechanisms.market.contract.rules.law import Rules
from kechuang.mechanisms.market.contract.rules.requests import Sibling
from kechuang.rulebook.quoting import cited
from kechuang.rulebook.resolve import Answer

OK, DOUBT, FAILS = "ok", "doubt", "fails"
LEAST_SIBLINGS = 3
YEARS = {"invention": 20, "utility": 10, "design": 15}

_GOODS = re.compile(
    r"设备|仪器|仪表|服务器|工控机|零部件|元器件|原材料|耗材|试剂|硬件|生产线|机床|传感器|计算机\d|\d+\s*(?:台|套|件|批)"
)
_PURCHASE = re.compile(r"采购|购销|买卖|供货|供应合同|购买(?!技术|专利)|销售合同|订货|订购|货物")
_WORKS = re.compile(
    r"工程施工|施工|土建|装修|建设工程|安装工程|承揽|加工定作|加工承揽|印刷|物业|运输|保洁|劳务派遣|租赁"
)
_KNOWN = re.compile(
    r"公知|公用技术|公有领域|已公开的?技术|公开技术|常规技术|现有技术|失效专利|专利权?(?:已)?(?:到期|期满|终止)|开源(?:软件|代码)"
)
_VAGUE = re.compile(
    r"^(?:按(?:照)?)?(?:双方|甲方|买方|委托方).{0,6}(?:协商|商定|认可|满意|要求)|另行(?:约定|商定|协商)|满意为[止准]|视情况|待定|以后再|口头|无$|^按合同$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its code, how it stands, why (a code with values), and the rule behind it."""

    code: str
    verdict: str = OK
    why: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    rule: Mapping[str, Value] = field(default_factory=dict)
    digest: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """The line as JSON can hold it."""
        return {
            "code": self.code,
            "verdict": self.verdict,
            "why": self.why,
            "values": {name: _kept(value) for name, value in self.values.items()},
            "rule": {name: _kept(value) for name, value in self.rule.items()},
            "digest": self.digest,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The line that ``plain`` wrote."""
        told = {name: {key: _told(each) for key, each in kept[name].items()} for name in ("values", "rule")}
        return cls(code=kept["code"], verdict=kept["verdict"], why=kept["why"], digest=kept["digest"], **told)


def _kept(value: Value) -> object:
    """Amounts and days say what they are, so that pages write them as such."""
    if isinstance(value, Decimal):
        return {"amount": format(value, "f")}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _told(kept: Any) -> Value:  # noqa: ANN401 - what JSON held
    if isinstance(kept, dict):
        return Decimal(kept["amount"]) if "amount" in kept else date.fromisoformat(kept["day"])
    return kept  # type: ignore[no-any-return]  # text or a whole number


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known around a contract: the seller's others, its yearly sales, how the parties are related, a review."""

    siblings: Sequence[Sibling] = ()
    sales: Decimal | None = None
    relation: str = ""
    reviewed: bool = False
    today: date


type _Found = tuple[str, str, Mapping[str, Value]] | None


def checklist(contract: Contract, rules: Rules, around: Around) -> tuple[Line, ...]:
    """Every line in the order in which a clerk reads a contract. The contract itself has passed ``faults``."""
    text = f"{contract.title} {contract.subject}"
    return tuple(
        _line(code, rules.ask(key), found, looked)
        for code, key, found, looked in (
            ("original", "contract.registration.oral_refused", _original(contract), (contract.form, contract.files)),
            ("seat", "contract.registration.applicant", None, contract.applicant.place),
            ("once", "contract.registration.once", _near(contract, rules, around), contract.fingerprint),
            ("parties", "contract.check.related", _related(around), (contract.seller.key, contract.buyer.key)),
            ("type", "contract.types", _mixed(contract), (contract.type, contract.subtype, contract.mixed)),
            ("purchase", "contract.check.goods_share", _purchase(contract, rules, text), (text, contract.deductions)),
            ("works", "contract.service.works_excluded", _works(contract, text), text),
            ("equipment", "contract.amount.excluded", _equipment(contract, text), (text, contract.deductions)),
            ("unit", "contract.check.sales_multiple", _unit(contract, rules, around), contract.total_yuan),
            ("royalty", "contract.royalty.known_part_only", _royalty(contract), contract.royalty),
            ("known", "contract.check.known_technology", _known(contract, around.today, text), (text, contract.rights)),
            ("acceptance", "contract.check.acceptance", _acceptance(contract), contract.acceptance),
            ("term", "contract.registration.apply_within_days", _term(contract, around), contract.ends_on),
            ("trade", "trade.lists", None, (contract.trade, contract.trade_list)),
            ("large", "contract.registration.large_yuan", _large(contract, rules, around), contract.total_yuan),
        )
        if not (code == "trade" and contract.trade == kinds.DOMESTIC)
        and not (code == "royalty" and contract.payment not in kinds.ROYALTIES)
    )


def _line(code: str, answer: Answer, found: _Found, looked: object) -> Line:
    verdict, why, values = found or (OK, "", {})
    seen = sha256(repr((code, why, plain(looked) if not isinstance(looked, tuple) else looked)).encode()).hexdigest()
    return Line(code=code, verdict=verdict, why=why, values=values, rule=cited(answer), digest=seen[:16])


def open_lines(lines: Iterable[Line], confirmed: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines that still keep a contract from being registered: those that fail, and doubts nobody confirmed."""
    return tuple(
        line
        for line in lines
        if line.verdict == FAILS or (line.verdict == DOUBT and confirmed.get(line.code) != line.digest)
    )


def large(contract: Contract, rules: Rules) -> bool:
    """Whether the technology amount reaches the rule's threshold."""
    limit = rules.number("contract.registration.large_yuan")
    return limit is not None and contract.technology >= limit


def _original(contract: Contract) -> _Found:
    if contract.files or contract.original_seen:
        return None
    return (DOUBT, "contract.check.original.unseen", {})


def _near(contract: Contract, rules: Rules, around: Around) -> _Found:
    """A contract like another of the same seller: same buyer or number, close in time, alike in words or amount."""
    share, days = rules.number("contract.check.near_share"), rules.number("contract.check.near_days")
    if share is None or days is None:
        return None
    span = timedelta(days=int(days))
    for other in around.siblings:
        if other.fingerprint == contract.fingerprint and not other.live:
            return (DOUBT, "contract.check.once.before", _named(other))
        alike = likeness(contract.title, other.title) >= share or (
            bool(contract.number) and squeezed(contract.number) == squeezed(other.contract_no)
        )
        same = other.buyer == contract.buyer.key and other.total_yuan == contract.total_yuan
        near = abs(other.signed_on - contract.signed_on) <= span
        if other.live and near and (alike or same) and (other.buyer == contract.buyer.key or alike):
            return (DOUBT, "contract.check.once.near", _named(other))
    return None


def _named(other: Sibling) -> dict[str, Value]:
    return {
        "number": other.number or str(other.case)[-8:],
        "title": other.title,
        "signed_on": other.signed_on,
        "total": other.total_yuan,
        "other_place": other.place,
    }


def _related(around: Around) -> _Found:
    if not around.relation:
        return None
    return (DOUBT, "contract.check.parties.group", {"relation_code": f"organisation.relation.{around.relation}"})


def _mixed(contract: Contract) -> _Found:
    return (DOUBT, "contract.check.type.mixed", {}) if contract.mixed else None


def _purchase(contract: Contract, rules: Rules, text: str) -> _Found:
    total, limit = contract.total_yuan or Decimal(0), rules.number("contract.check.goods_share")
    share = (contract.goods / total).quantize(Decimal("0.0001")) if total else Decimal(0)
    if limit is not None and share >= limit:
        return (
            DOUBT,
            "contract.check.purchase.share",
            {"goods_share": share, "limit_share": limit, "goods": contract.goods},
        )
    word = _PURCHASE.search(text)
    return (DOUBT, "contract.check.purchase.word", {"word": word.group()}) if word else None


def _works(contract: Contract, text: str) -> _Found:
    word = _WORKS.search(text) if contract.type in {kinds.SERVICE, kinds.DEVELOPMENT} else None
    return (DOUBT, "contract.check.works.word", {"word": word.group()}) if word else None


def _equipment(contract: Contract, text: str) -> _Found:
    word = _GOODS.search(text)
    if word is None or contract.deductions or not contract.total_yuan:
        return None
    return (DOUBT, "contract.check.equipment.undeducted", {"word": word.group(), "total": contract.total_yuan})


def _unit(contract: Contract, rules: Rules, around: Around) -> _Found:
    """Yuan typed where ten thousand yuan are meant: found by the ratio to the seller's sales or usual contracts."""
    total = contract.total_yuan or Decimal(0)
    times, usual = rules.number("contract.check.sales_multiple"), rules.number("contract.check.usual_multiple")
    if times is not None and around.sales and total >= times * around.sales:
        return (DOUBT, "contract.check.unit.sales", {"total": total, "sales": around.sales, "times": int(times)})
    amounts = [each.total_yuan for each in around.siblings if each.live and each.total_yuan]
    if usual is not None and len(amounts) >= LEAST_SIBLINGS and total:
        middle = Decimal(median(amounts))
        if total >= usual * middle or total * usual <= middle:
            return (DOUBT, "contract.check.unit.usual", {"total": total, "usual": middle, "times": int(usual)})
    return None


def _royalty(contract: Contract) -> _Found:
    royalty = contract.royalty
    if royalty is not None and royalty.estimate_yuan is not None and royalty.estimate_yuan == contract.total_yuan:
        return (DOUBT, "contract.check.royalty.counted", {"estimate": royalty.estimate_yuan})
    return None


def _known(contract: Contract, today: date, text: str) -> _Found:
    word = _KNOWN.search(text)
    if word:
        return (DOUBT, "contract.check.known.word", {"word": word.group()})
    for right in contract.rights:
        years = YEARS.get(right.kind)
        value = read_patent_number(right.number).value if years else None
        if years and value is not None and today.year - value.year > years:
            return (DOUBT, "contract.check.known.over", {"number": right.number, "years": years})
    return None


def _acceptance(contract: Contract) -> _Found:
    text = contract.acceptance.strip()
    if _VAGUE.search(text) or len(squeezed(text)) < 4:
        return (DOUBT, "contract.check.acceptance.vague", {"text": text[:60]})
    return None


def _term(contract: Contract, around: Around) -> _Found:
    if contract.ends_on is not None and contract.ends_on < around.today:
        return (DOUBT, "contract.check.term.over", {"ends_on": contract.ends_on})
    return None


def _large(contract: Contract, rules: Rules, around: Around) -> _Found:
    if around.reviewed or not large(contract, rules):
        return None
    limit = rules.number("contract.registration.large_yuan")
    return (FAILS, "contract.check.large.unreviewed", {"technology": contract.technology, "limit": limit})


LINES: tuple[str, ...] = (
    *("original", "seat", "once", "parties", "type", "purchase", "works", "equipment", "unit", "royalty"),
    *("known", "acceptance", "term", "trade", "large"),
)
WHYS: tuple[str, ...] = (
    *("original.unseen", "once.before", "once.near", "parties.group", "type.mixed", "purchase.share"),
    *("purchase.word", "works.word", "equipment.undeducted", "unit.sales", "unit.usual", "royalty.counted"),
    *("known.word", "known.over", "acceptance.vague", "term.over", "large.unreviewed"),
)
