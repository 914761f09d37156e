"""Achievements of invented universities in four markets: offered, licensed, dormant, disputed; and their rights.

Numbers of patents and software copyrights are invented too: their serials lie above any that were ever given out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.act import Item, Outcome
from kechuang.casework.standard import acts, declare
from kechuang.casework.standard import requests as standard
from kechuang.config.demo import cast
from kechuang.config.demo.houses import EACH, MARK, MODES, ROUNDS, SERIAL, SUBJECTS, UNITS, WAYS, House
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.kernel.identify.patent import patent_check
from kechuang.mechanisms.market.result import actions, queries
from kechuang.mechanisms.market.result.models import Achievement, TechRight
from kechuang.mechanisms.market.result.rules import requests as asked
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.asking import Apply, Part, Terms
from kechuang.mechanisms.market.result.rules.standing import Party
from kechuang.resources.organisations import actions as register
from kechuang.resources.organisations.rules import Values
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, Held


@dataclass(slots=True)
class Achieving:
    """Four rounds of registration in each city, what was offered of them, and what became of it."""

    troupe: Troupe
    stage: Stage
    houses: list[House] = field(default_factory=list)
    serial: int = 0

    def set_out(self) -> None:
        """Make the invented bodies, and put every step on its day."""
        self.houses = [self._house(*each) for each in UNITS]
        for at, on in enumerate(ROUNDS):
            last = at == len(ROUNDS) - 1
            for days, play in ((0, self._submit), (2 if last else 5, self._register), (4 if last else 9, self._list)):
                self.stage.scene(self.stage.later(on, days), partial(self._everywhere, play, at))
        for on, play in (
            (date(2025, 9, 2), self._deals),
            (date(2026, 1, 20), self._rights),
            (date(2026, 2, 10), self._more_rights),
            (date(2026, 4, 21), self._more_deals),
            (date(2026, 5, 12), self._withheld),
            (date(2026, 11, 10), self._disputed),
            (date(2026, 11, 17), self._applied),
            (date(2026, 11, 19), self._returned),
        ):
            self.stage.scene(self.stage.working(on), play)

    # --- who takes part

    def _house(self, city: str, place: str, name: str, name_en: str) -> House:
        at = len(self.houses)
        unit = self._university(city, place, f"{name}{MARK}", name_en, 930 + at)
        market = self._office(f"{city}-jy", f"技术交易中心{MARK}·{city[:4]}", "Technology exchange (demo)", city)
        centre = self._office(f"{city}-qd", f"技术权利登记中心{MARK}·{city[:4]}", "Register of rights (demo)", city)
        names = list(cast.names(700 + 6 * at + 6))[-6:]
        return House(
            city=city,
            unit=unit,
            office=self._person(f"transfer_office.{unit.code}", names[0], "transfer_office", unit),
            inventor=self._person(f"inventor.{unit.code}", names[1], "inventor", unit),
            market=market,
            operator=self._person(f"market_operator.{city}.1", names[2], "market_operator", market),
            centre=centre,
            registrar=self._person(f"rights_registrar.{city}.1", names[3], "rights_registrar", centre),
        )

    def _university(self, city: str, place: str, name: str, name_en: str, serial: int) -> Body:
        code = cast.credit_code(place, serial)
        values = Values(
            name=name, name_en=name_en, kind="university", place=place, credit_code=code, founded_on=date(1958, 9, 1)
        )
        office = Body.objects.get(code=cast.office_code(city))
        item = Item(register.registration(values, office=office, own_code=code), f"demo:register:{code}")
        [outcome] = register.register_many([item], by=self.troupe.officer("city_checker", city))
        if outcome.refusal:
            raise RuntimeError(f"the university was refused: {outcome.refusal}")
        body = Body.objects.get(code=code)
        self.troupe.bodies[code], self.troupe.places[code], self.troupe.authorities[code] = body.pk, place, city
        return body

    def _office(self, code: str, name: str, name_en: str, city: str) -> Body:
        known = Body.objects.filter(code=code).first()
        if known is not None:
            return known
        body = Body.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            kind="market_operator",
            place=city,
            authority=city,
            valid_from=cast.FIRST_DAY,
        )
        self.troupe.bodies[code], self.troupe.places[code], self.troupe.authorities[code] = body.pk, city, city
        return body

    def _person(self, username: str, name: str, role: str, body: Body) -> Actor:
        if username in self.troupe.actors:
            return self.troupe.actors[username]
        person = Person.objects.create(username=username, name=name, password="!")  # noqa: S106 - unusable on purpose: the demonstration signs in by a click
        Grant.objects.create(person=person, role=role, body=body, valid_from=cast.FIRST_DAY)
        held = Held(role, body.pk, body.kind, body.place, body.authority, cast.FIRST_DAY, None)
        actor = Actor(person=person.pk, name=name, grants=(held,))
        self.troupe.actors[username] = actor
        return actor

    # --- registering and offering

    def _everywhere(self, play: Callable[[House, int], None], at: int) -> None:
        for house in self.houses:
            play(house, at)

    def _note(self, code: str, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            self.stage.note(code, outcome)

    def _submit(self, house: House, at: int) -> None:
        rows = []
        for number in range(EACH):
            values = self._values(house, at, number)
            wanted = asked.Submit(
                case=chance.uuid7(),
                authority=house.city,
                office=house.market.pk,
                place=house.unit.place,
                unit=house.unit.pk,
                unit_name=house.unit.name,
                unit_code=house.unit.code,
                values=values,
            )
            house.cases.append(wanted.case)
            rows.append((f"demo:result:{house.city}:{at}:{number}", wanted))
        self._note("market.result.submit", actions.submit_many(rows, by=house.office))

    def _values(self, house: House, at: int, number: int) -> told.Values:
        self.serial += 1
        turn = self.serial * 5 + at
        subject, ipc, discipline, industry = SUBJECTS[turn % len(SUBJECTS)]
        way, kind, level = WAYS[self.serial % len(WAYS)]
        names = list(cast.names(self.serial % 90 + 3))[-3:]
        completers = (
            told.Completer(
                id=chance.uuid7(),
                rank=1,
                share=Fraction(1, 2),
                name=house.inventor.name if number == 0 else names[0],
                unit=house.unit.name,
                person=house.inventor.person if number == 0 else None,
            ),
            told.Completer(id=chance.uuid7(), rank=2, share=Fraction(1, 3), name=names[1], unit=house.unit.name),
            told.Completer(id=chance.uuid7(), rank=3, share=Fraction(1, 6), name=names[2], unit=house.unit.name),
        )
        if len({each.name for each in completers}) < 3:
            completers = (replace(completers[0], share=Fraction(1)),)
        mode = MODES[self.serial % len(MODES)]
        return told.Values(
            name=f"{subject}{way}{self.serial:03d}{MARK}",
            abstract=f"本成果（演示，第{self.serial:03d}号）用于{subject}，较现有做法成本更低、质量更稳定，已完成试验。",
            kind=kind,
            discipline=discipline,
            industry=industry,
            ipc=ipc,
            trl=level,
            mode=mode,
            government=True,
            funding="fiscal" if number % 2 else "own",
            project=f"YS{2020 + at}{self.serial:04d}" if number % 2 else "",
            price=None if number % 3 == 2 else Decimal(200_000 + 60_000 * (turn % 23)),
            ips=(self._ip(kind, house, at),),
            completers=completers,
            evidence=(
                told.Evidence(level=2, text="技术方案论证（演示）", on=ROUNDS[at] - timedelta(days=500)),
                told.Evidence(level=4, text="实验室验证报告（演示）", on=ROUNDS[at] - timedelta(days=200)),
            ),
            contact=told.Contact(name=f"{house.office.name}（演示）", phone="13800000000", email="demo@example.org"),
        )

    def _ip(self, kind: str, house: House, at: int) -> told.Ip:
        year = 2019 + (self.serial * 7 // 3 + at) % 6
        serial = SERIAL + self.serial
        if kind == "software":
            return told.Ip(kind="software", number=f"{year}SR{serial}", patentee=house.unit.name)
        body = f"{year}1{serial:07d}"
        return told.Ip(
            kind="patent",
            number=f"{body}.{patent_check(body)}",
            patentee=house.unit.name,
            applied_on=date(year, 3, 1),
            granted_on=date(2025, 1, 15),
            fee_until=date(2028, 3, 1),
        )

    def _round(self, house: House, at: int) -> list[UUID]:
        return house.cases[EACH * at : EACH * (at + 1)]

    def _register(self, house: House, at: int) -> None:
        """Three of the last round still lie with the market."""
        cases = self._round(house, at)
        if at == len(ROUNDS) - 1:
            say = Achievement.objects.get(pk=cases[0]).completers.get(place_in_order=1)
            self._take(house.inventor, "own", asked.OwnShare(case=cases[0], completer=say.pk, agrees=True))
            cases = cases[3:]
        rows = [(f"demo:result:register:{case}", asked.Step(case=case, move="register")) for case in cases]
        self._note("market.result.register", actions.take_many("register", rows, by=house.operator))

    def _list(self, house: House, at: int) -> None:
        cases = self._round(house, at)[(3 if at == len(ROUNDS) - 1 else 0) : EACH - 1]
        until = date(ROUNDS[at].year + 3, 12, 31)
        rows = [(f"demo:result:list:{case}", asked.Offer(case=case, until=until)) for case in cases]
        self._note("market.result.list", actions.take_many("list", rows, by=house.office))

    def _take(self, by: Actor, move: str, request: Any) -> Outcome:  # noqa: ANN401 - each move has its own request
        outcome = actions.take(move, request, by=by, key=f"demo:result:{move}:{request.case}:{chance.uuid7()}"[:110])
        self.stage.note(f"market.result.{move}", outcome)
        return outcome

    # --- deals

    def _buyer(self, house: House, at: int) -> dict[str, Any]:
        firms = [one for one in self.troupe.firms if one.authority == house.city]
        one = firms[at % len(firms)]
        return {"party": one.name, "party_code": one.code, "party_body": self.troupe.bodies[one.code]}

    def _deal(
        self, house: House, case: UUID, mode: str, at: int, *, price: int | None, until: date | None = None
    ) -> None:
        buyer, deal = self._buyer(house, at), chance.uuid7()
        path = ("notice", "listing", "direct")[at % 3]
        begin = asked.OpenDeal(case=case, deal=deal, mode=mode, path=path, ref=f"演示{at:03d}", until=until, **buyer)
        if self._take(house.operator, "open_deal", begin).refusal is None and price is not None:
            end = asked.CloseDeal(
                case=case, deal=deal, outcome="done", contract=f"演示合同{at:03d}", price=Decimal(price), **buyer
            )
            self._take(house.operator, "close_deal", end)

    def _deals(self) -> None:
        for at, house in enumerate(self.houses):
            first = self._round(house, 0)
            self._deal(house, first[0], "transfer", at, price=880_000 + 70_000 * at)
            self._deal(house, first[1], "ordinary", at + 4, price=120_000)
            self._deal(house, first[1], "ordinary", at + 8, price=130_000)
            self._deal(house, first[2], "exclusive", at + 3, price=560_000, until=date(2031, 9, 2))

    def _more_deals(self) -> None:
        for at, house in enumerate(self.houses):
            second, third = self._round(house, 1), self._round(house, 2)
            self._deal(house, second[0], "shares", at + 2, price=1_500_000)
            self._deal(house, third[1], "sole", at + 5, price=300_000, until=date(2029, 4, 21))
            self._deal(house, third[2], "transfer", at + 7, price=None)
            use = asked.Step(case=second[2], move="implement", text="学校与校办企业中试线自行实施（演示）")
            self._take(house.office, "implement", use)

    # --- rights

    def _apply(
        self, house: House, entry: str, terms: Terms, right: UUID | None = None, result: UUID | None = None
    ) -> None:
        wanted = Apply(
            case=chance.uuid7(),
            authority=house.city,
            office=house.centre.pk,
            place=house.unit.place,
            applicant=house.unit.pk,
            entry=entry,
            terms=terms,
            right=right,
            result=result,
        )
        outcome = actions.apply(wanted, by=house.office, key=f"demo:right:{wanted.case}")
        self.stage.note(f"market.entry.apply.{entry}", outcome)
        if outcome.refusal is None and terms.ground != WAITS:
            drawn = queries.deciding(wanted.case, "enter")
            entered = actions.decide("enter", drawn, by=house.registrar, key=f"demo:right:enter:{wanted.case}")
            self.stage.note("market.entry.enter", entered)

    def _holder(self, house: House) -> Party:
        return Party(name=house.unit.name, code=house.unit.code, body=house.unit.pk)

    def _firm(self, house: House, at: int) -> Party:
        found = self._buyer(house, at)
        return Party(name=found["party"], code=found["party_code"], body=found["party_body"])

    def _rights(self) -> None:
        for house in self.houses:
            for case in self._round(house, 0)[1:5]:
                row = Achievement.objects.get(pk=case)
                numbers = tuple(row.ips.values_list("number", flat=True))
                terms = Terms(
                    since=date(2026, 1, 20),
                    name=row.name,
                    numbers=numbers,
                    parts=(Part(self._holder(house), Fraction(1)),),
                    ground="权属证书（演示）",
                )
                self._apply(house, "first", terms, result=case)

    def _more_rights(self) -> None:
        since = date(2026, 2, 10)
        for at, house in enumerate(self.houses):
            rights = list(TechRight.objects.filter(result__unit=house.unit).order_by("pk").values_list("pk", flat=True))
            if len(rights) < 4:
                continue
            ground = "合同（演示）"
            for which in (4, 8):
                lent = Terms(since=since, kind="ordinary", taker=self._firm(house, at + which), ground=ground)
                self._apply(house, "licence", lent, rights[0])
            alone = Terms(since=since, kind="exclusive", taker=self._firm(house, at + 3), ground=ground)
            self._apply(house, "licence", replace(alone, until=date(2031, 9, 2)), rights[1])
            part = Terms(
                since=since,
                giver=self._holder(house).ref,
                taker=self._firm(house, at + 6),
                share=Fraction(1, 3),
                equity=Fraction(1, 5),
                amount=Decimal(600_000),
                ground=ground,
            )
            self._apply(house, "contribution", part, rights[2])
            debt = Terms(since=since, taker=self._firm(house, at + 9), amount=Decimal(2_000_000), ground=ground)
            self._apply(house, "pledge", debt, rights[3])

    def _applied(self) -> None:
        """One application still waits for the register."""
        for at, house in enumerate(self.houses):
            right = TechRight.objects.filter(result__unit=house.unit).order_by("-pk").first()
            if right is not None:
                taker = self._firm(house, at + 1)
                waits = Terms(since=date(2026, 11, 17), kind="ordinary", taker=taker, ground=WAITS)
                self._apply(house, "licence", waits, right.pk)

    # --- what an office must do too

    def _withheld(self) -> None:
        house = self.houses[0]
        case = self._round(house, 1)[4]
        step = asked.Step(case=case, move="withhold", reason="trade_secret", text="简介中的工艺参数（演示）")
        self._take(house.operator, "withhold", step)

    def _returned(self) -> None:
        """One of the last round was returned for correction."""
        for house in self.houses:
            case = self._round(house, len(ROUNDS) - 1)[1]
            faults = (standard.Fault(where="就绪度", what="缺少相应等级的证明", remedy="请补充测试报告"),)
            key = f"demo:result:return:{case}"
            wanted = standard.Return(case=case, faults=faults)
            taken = acts.take("market.result", declare.RETURN, wanted, by=house.operator, key=key)
            self.stage.note(declare.RETURN, taken)

    def _disputed(self) -> None:
        house = self.houses[1]
        case = self._round(house, 2)[3]
        self._take(
            house.operator, "freeze", asked.Step(case=case, move="freeze", text="两家单位对权属各有主张（演示）")
        )


WAITS = "待登记合同（演示）"
