"""Cases of protection of intellectual property that invented firms report to an invented intake, in every state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.files import keeping
from kechuang.config.demo import cast
from kechuang.config.demo.achieving import UNITS
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.kernel.identify.patent import patent_check
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.protection import actions
from kechuang.mechanisms.market.protection.forms import about_result
from kechuang.mechanisms.market.protection.rules import requests as asked
from kechuang.mechanisms.market.result.models import IpRight
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, Held

CITY = UNITS[0][0]
SELLER = cast.credit_code(UNITS[0][1], 930)
SERIAL = 9_950_000


@dataclass(frozen=True, slots=True)
class Told:
    """One case: which firm reports what, when, where it is routed, how far it goes."""

    firm: int
    on: date
    kind: str
    way: str
    until: str
    right: str = "patent"
    outside: str = ""
    country: str = ""
    outcome: str = "settled"


CASES = (
    Told(3, date(2025, 12, 8), "infringement", "mediation", "conclude"),
    Told(6, date(2026, 2, 2), "counterfeit", "ruling", "conclude", right="trade_mark", outcome="upheld"),
    Told(9, date(2026, 3, 9), "trade_secret", "court", "record", right="secret", outside="人民法院（演示）"),
    Told(12, date(2026, 4, 20), "overseas", "overseas_desk", "conclude", country="（演示）某国", outcome="advised"),
    Told(2, date(2026, 6, 1), "ownership", "mediation", "conclude"),
    Told(15, date(2026, 7, 13), "infringement", "ruling", "send_back"),
    Told(4, date(2026, 10, 12), "infringement", "ruling", "accept"),
    Told(7, date(2026, 11, 9), "ownership", "mediation", "route"),
    Told(10, date(2026, 11, 16), "infringement", "ruling", "report"),
    Told(1, date(2026, 11, 18), "overseas", "overseas_desk", "report", country="（演示）某国"),
)


@dataclass(slots=True)
class Protecting:
    """The cases of one city."""

    troupe: Troupe
    stage: Stage
    cases: dict[Told, UUID] = field(default_factory=dict)
    intake: Actor = field(init=False)
    handler: Actor = field(init=False)
    offices: list[Body] = field(default_factory=list)

    def set_out(self) -> None:
        """Make the invented offices, and put every step on its day."""
        intake = self._office(f"{CITY}-zb", f"知识产权保护中心{cast.MARK}·{CITY[:4]}", "IP protection centre (demo)")
        handler = self._office(f"{CITY}-tj", f"知识产权纠纷办理处{cast.MARK}·{CITY[:4]}", "IP disputes office (demo)")
        self.offices = [intake, handler]
        first, second = list(cast.names(762))[-2:]
        self.intake = self._person("ip_intake", first, intake)
        self.handler = self._person("ip_handler", second, handler)
        for told in CASES:
            self._cue(told.on, partial(self._report, told))
            if told.until != "report":
                self._cue(told.on + timedelta(days=3), partial(self._route, told))
            if told.until in {"accept", "conclude"}:
                self._cue(told.on + timedelta(days=7), partial(self._answer, told, "accept"))
            if told.until == "send_back":
                self._cue(told.on + timedelta(days=7), partial(self._answer, told, "send_back"))
                self._cue(told.on + timedelta(days=10), partial(self._elsewhere, told))
            if told.until in {"conclude", "record", "send_back"}:
                self._cue(told.on + timedelta(days=60), partial(self._end, told))

    def _cue(self, on: date, play: Callable[[], None]) -> None:
        day = self.stage.working(on)
        if day <= LAST_DAY:
            self.stage.scene(day, play)

    def _office(self, code: str, name: str, name_en: str) -> Body:
        body = Body.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            kind="office",
            place=CITY,
            authority=CITY,
            valid_from=cast.FIRST_DAY,
        )
        self.troupe.bodies[code], self.troupe.places[code], self.troupe.authorities[code] = body.pk, CITY, CITY
        return body

    def _person(self, role: str, name: str, body: Body) -> Actor:
        username = f"{role}.{CITY}.1"
        person = Person.objects.create(username=username, name=name, password="!")  # noqa: S106 - unusable on purpose: the demonstration signs in by a click
        Grant.objects.create(person=person, role=role, body=body, valid_from=cast.FIRST_DAY)
        held = Held(role, body.pk, body.kind, body.place, body.authority, cast.FIRST_DAY, None)
        actor = Actor(person=person.pk, name=name, grants=(held,))
        self.troupe.actors[username] = actor
        return actor

    def _note(self, move: str, outcome: Any) -> Any:  # noqa: ANN401 - what came of an act
        self.stage.note(f"market.protection.{move}", outcome)
        return outcome

    def _take(self, told: Told, move: str, request: Any, by: Actor, more: str = "") -> None:  # noqa: ANN401 - each move has its own request
        key = f"demo:protection:{CASES.index(told)}:{move}{more}"
        self._note(move, actions.take(move, request, by=by, key=key))

    def _number(self, told: Told) -> str:
        if told.right == "secret":
            return ""
        if told.right != "patent":
            return f"演示{SERIAL + told.firm}"
        if told.kind == asked.OWNERSHIP:
            rows = IpRight.objects.filter(achievement__unit__code=SELLER, kind="patent", achievement__state="LISTED")
            found = list(rows.order_by("-achievement").values_list("number", flat=True))
            return str(found[told.firm % len(found)]) if found else ""
        body = f"20221{SERIAL + told.firm:07d}"
        return f"{body}.{patent_check(body)}"

    def _report(self, told: Told) -> None:
        firms = [one for one in self.troupe.firms if one.authority == CITY and one.kind == "enterprise"]
        one = firms[told.firm % len(firms)]
        by, office, number = self.troupe.clerk(one.code), self.offices[0], self._number(told)
        kept = keeping.keep_bytes(
            "权属证明与现场取证记录（演示）".encode(), "证据（演示）.txt", by=by, declared=True, on=clock.today()
        )
        if isinstance(kept, Refusal) or (told.right == "patent" and not number):
            return
        other = Body.objects.get(code=SELLER).name if told.kind == asked.OWNERSHIP else f"某单位{cast.MARK}"
        request = asked.Report(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=one.place,
            reporter=self.troupe.bodies[one.code],
            kind=told.kind,
            right=told.right,
            number=number,
            respondent=other,
            happened_at="" if told.country else one.place,
            country=told.country,
            since=clock.today() - timedelta(days=20),
            text="我单位认为对方的行为涉及本单位权利，请求依法处理（演示）。",
            contact=asked.Contact(name=f"{by.name}（演示）", phone="13800000000"),
            files=(asked.Paper(kept.pk, kept.commitment),),
        )
        key = f"demo:protection:{CASES.index(told)}:report"
        outcome = self._note("report", actions.report(about_result(request), by=by, key=key))
        if outcome:
            self.cases[told] = outcome.case

    def _route(self, told: Told) -> None:
        if (case := self.cases.get(told)) is None:
            return
        to = None if told.outside else self.offices[1].pk
        request = asked.Route(protection=case, way=told.way, to=to, outside=told.outside, text="材料齐备（演示）")
        self._take(told, "route", request, self.intake)

    def _elsewhere(self, told: Told) -> None:
        if (case := self.cases.get(told)) is None:
            return
        request = asked.Route(
            protection=case, way="court", outside="人民法院（演示）", text="按退回理由改走诉讼（演示）"
        )
        self._take(told, "route", request, self.intake, ":2")

    def _answer(self, told: Told, move: str) -> None:
        if (case := self.cases.get(told)) is None:
            return
        back = move == "send_back"
        request = asked.Step(
            protection=case,
            move=move,
            reason="elsewhere" if back else "",
            text="双方已就同一事实起诉，应由法院处理（演示）" if back else "同意受理（演示）",
        )
        self._take(told, move, request, self.handler)

    def _end(self, told: Told) -> None:
        if (case := self.cases.get(told)) is None:
            return
        outside = told.until in {"record", "send_back"}
        request = asked.Conclude(
            protection=case,
            move="record" if outside else "conclude",
            outcome="transferred" if outside else told.outcome,
            text="程序已经走完，结果已送达双方（演示）。",
            ended_on=clock.today(),
        )
        self._take(told, request.move, request, self.intake if outside else self.handler)
