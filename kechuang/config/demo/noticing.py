"""Agreed prices of an invented university: notices that ran, one that runs, one begun anew, one made void.

The node's daily round takes the pages, as it does in life.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.casework.standard import acts, declare
from kechuang.casework.standard import requests as standard
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY, moment_on
from kechuang.config.demo.houses import FREE, UNITS
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.notice import actions, queries, snapshots
from kechuang.mechanisms.market.notice.rules import requests as asked
from kechuang.mechanisms.market.notice.rules.moves import NOTICE
from kechuang.mechanisms.market.notice.rules.price import Instalment, Price
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM

CITY, PLACE = UNITS[0][0], UNITS[0][1]
SELLER = cast.credit_code(PLACE, 930)
FIFTEEN = timedelta(days=15)
LUMP = Price(form="lump", amount=Decimal(1_200_000))
PARTS = Price(
    form="instalments",
    amount=Decimal(2_000_000),
    instalments=(Instalment(Decimal(600_000), "合同生效后十日内"), Instalment(Decimal(1_400_000), "资料交付验收后")),
)
ROYALTY = Price(form="entry_royalty", amount=Decimal(300_000), base="sales", share=Decimal("0.04"))


@dataclass(frozen=True, slots=True)
class Told:
    """One agreed price: when it is published, how, and what becomes of it."""

    name: str
    on: date
    mode: str
    price: Price
    relation: str = ""
    ends: str = "registered"


NOTICES = (
    Told("转让", date(2025, 11, 3), "transfer", LUMP),
    Told("独占许可", date(2026, 3, 23), "licence_exclusive", PARTS, "completer_firm"),
    Told("作价", date(2026, 6, 1), "shares", LUMP, ends="void"),
    Told("普通许可", date(2026, 8, 24), "licence_ordinary", ROYALTY, ends="anew"),
    Told("拟转让", date(2026, 11, 9), "transfer", PARTS, ends="running"),
)


@dataclass(slots=True)
class Noticing:
    """The notices of one city."""

    troupe: Troupe
    stage: Stage
    cases: dict[str, UUID] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)

    def set_out(self) -> None:
        """Put every step on its day, and the daily round on every day on which a notice runs."""
        for at, told in enumerate(NOTICES):
            self._cue(told.on, partial(self._open, told, at))
            self._running(told.on, 17)
            if told.ends == "registered":
                self._cue(told.on + timedelta(days=21), partial(self._sign, told))
                self._cue(told.on + timedelta(days=40), partial(self._register, told))
            elif told.ends == "void":
                self._cue(told.on + timedelta(days=8), partial(self._object, told))
            elif told.ends == "anew":
                self._cue(told.on + timedelta(days=7), partial(self._change, told))
                self._running(told.on + timedelta(days=7), 18)
                self._cue(told.on + timedelta(days=28), partial(self._sign, told))

    def _cue(self, on: date, play: Callable[[], None]) -> None:
        day = self.stage.working(on)
        if day <= LAST_DAY:
            self.stage.scene(day, play)

    def _running(self, first: date, days: int) -> None:
        for at in range(days):
            on = first + timedelta(days=at)
            if on <= LAST_DAY and on not in self.days:
                self.days.add(on)
                self.stage.scene(on, partial(self._round, on))

    def _round(self, on: date) -> None:
        snapshots.run(moment_on(on))

    def _note(self, move: str, outcome: Any) -> None:  # noqa: ANN401 - what came of an act
        self.stage.note(f"market.notice.{move}", outcome)

    def _take(self, told: Told, move: str, request: Any) -> Any:  # noqa: ANN401 - each move has its own request
        state = Case.objects.values_list("state", flat=True).get(pk=request.notice)
        if state not in NOTICE.by_code[move].sources:
            return None
        by = self.troupe.actors[f"transfer_office.{SELLER}"]
        outcome = actions.take(move, request, by=by, key=f"demo:notice:{told.name}:{move}:{request.notice.hex[-4:]}")
        self._note(move, outcome)
        return outcome

    def _buyer(self, told: Told) -> asked.Buyer:
        firms = [one for one in self.troupe.firms if one.authority == CITY and one.kind == "enterprise"]
        one = firms[(5 + 8 * NOTICES.index(told)) % len(firms)]
        return asked.Buyer(name=one.name, code=one.code, body=self.troupe.bodies[one.code], relation=told.relation)

    def _open(self, told: Told, at: int) -> None:
        seller = Body.objects.get(code=SELLER)
        office = actions.office_for(seller.place)
        rows = list(Achievement.objects.filter(unit=seller).order_by("pk"))
        sold = [rows[each] for each in FREE if each < len(rows) and rows[each].state == "LISTED"]
        row = sold[at % len(sold)] if sold else rows[-1]
        number = row.ips.order_by("order").values_list("number", flat=True).first() or ""
        if office is None:
            raise LookupError("nobody runs the market of the city")
        terms = asked.Terms(
            title=f"{row.name}{told.name}",
            summary="本单位拟以协议定价方式转化该成果，已经技术转移机构论证，主要技术内容见公开文本。",
            mode=told.mode,
            achievements=(asked.Achievement(title=row.name, ip_number=number, ref=str(row.pk) if sold else ""),),
            buyers=(self._buyer(told),),
            price=told.price,
        )
        request = asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=seller.place,
            seller=seller.pk,
            terms=terms,
        )
        by = self.troupe.actors[f"transfer_office.{SELLER}"]
        outcome = actions.open_notice(request, by=by, key=f"demo:notice:{told.name}:open")
        self._note("open", outcome)
        if outcome:
            self.cases[told.name] = outcome.case
            self._file(told, self.stage.working(told.on))

    def _file(self, told: Told, start: date) -> None:
        self._take(
            told,
            "file",
            asked.File(
                notice=self.cases[told.name],
                start=start,
                end=start + FIFTEEN,
                places=("unit", "market"),
                unit_place="科研楼一层公告栏、成果转化网页（演示）",
            ),
        )

    def _change(self, told: Told) -> None:
        case = self.cases[told.name]
        terms = queries.seen(case).terms
        other = asked.Terms(
            title=terms.title,
            summary=terms.summary,
            mode=terms.mode,
            achievements=terms.achievements,
            buyers=terms.buyers,
            price=Price(form="entry_royalty", amount=Decimal(250_000), base="sales", share=Decimal("0.05")),
        )
        self._take(told, "change", asked.Change(notice=case, terms=other, reason="入门费与提成比例重新协商"))
        by = self.troupe.actors[f"transfer_office.{SELLER}"]
        start = self.stage.working(told.on + timedelta(days=7))
        request = asked.File(
            notice=case,
            start=start,
            end=start + FIFTEEN,
            places=("unit", "market"),
            unit_place="科研楼一层公告栏、成果转化网页（演示）",
        )
        self._note("file", actions.take("file", request, by=by, key=f"demo:notice:{told.name}:file:2"))

    def _object(self, told: Told) -> None:
        """Somebody objects without an account; the operator upholds it."""
        case = self.cases[told.name]
        if Case.objects.values_list("state", flat=True).get(pk=case) != "NOTICE_RUNNING":
            return
        request = standard.Object(case=case, reason="该成果另有共同完成单位，作价前应先确认权属。", name="演示来信人")
        kind = "market.notice"
        self._note("object", acts.take(kind, declare.OBJECT, request, by=SYSTEM, key=f"demo:notice:{told.name}:object"))
        decided = standard.DecideObjection(case=case, upheld=True, reason="经核对，权属尚待确认，公示作废。")
        by = self.troupe.officer("market_operator", CITY)
        key = f"demo:notice:{told.name}:decide"
        self._note("decide", acts.take(kind, declare.DECIDE_OBJECTION, decided, by=by, key=key))

    def _sign(self, told: Told) -> None:
        case = self.cases[told.name]
        terms = queries.seen(case).terms
        self._take(
            told,
            "sign",
            asked.Sign(
                notice=case,
                number=f"演示技术合同{told.on.year}-{NOTICES.index(told) + 1:02d}",
                signed_on=clock.today(),
                price=terms.price,
                buyers=terms.buyers,
            ),
        )

    def _register(self, told: Told) -> None:
        number = f"{told.on.year}3301{NOTICES.index(told) + 1:08d}"
        self._take(told, "register", asked.Register(notice=self.cases[told.name], number=number, on=clock.today()))
