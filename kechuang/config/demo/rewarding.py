"""Rewards of invented universities: rights given to completers, income shared, one payment late, last year reported.

Everything follows from counting. All persons are invented; no identity number is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.houses import UNITS
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.reward import actions, collecting, queries
from kechuang.mechanisms.market.reward.rules import requests as asked
from kechuang.mechanisms.market.reward.rules.moves import DISTRIBUTION, EMPOWERMENT, REPORT
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, Held

FIFTEEN = timedelta(days=15)
SHARES = (
    ("main", Fraction(1, 2)),
    ("main", Fraction(3, 10)),
    ("contributor", Fraction(3, 20)),
    ("staff", Fraction(1, 20)),
)
BASES = ("核心方法与总体设计（演示）", "样机与试验（演示）", "数据整理（演示）", "谈判、签约与服务（演示）")
# When the sheet is drawn up, way, what was received, how far it goes.
SHEETS = (
    (date(2025, 9, 15), "licence", Decimal(3_000_000), "PAID"),
    (date(2025, 11, 10), "transfer", Decimal(860_000), "PAID"),
    (date(2026, 2, 9), "licence", Decimal(240_000), "LATE"),
    (date(2026, 6, 8), "shares", Decimal(0), "PAID"),
    (date(2026, 10, 12), "transfer", Decimal(1_250_000), "NOTICE_PASSED"),
    (LAST_DAY - timedelta(days=6), "licence", Decimal(520_000), "NOTICE_RUNNING"),
)
RIGHTS = (
    (date(2025, 10, 20), "use", "EFFECTIVE"),
    (date(2026, 4, 13), "ownership", "EFFECTIVE"),
    (LAST_DAY - timedelta(days=4), "use", "NOTICE_RUNNING"),
)
REPORTED = date(2026, 3, 10)
FREE = ("LISTED", "DORMANT")


@dataclass(slots=True)
class Rewarding:
    """The rewards of the story. ``set_out`` puts every step on its day."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Three universities share what they earned; two give rights; all report on last year."""
        for at, (city, _place, name, _english) in enumerate(UNITS[:3]):
            code = Body.objects.get(name=f"{name}{cast.MARK}").code
            self._decider(at, code)
            for number, told in enumerate(SHEETS):
                if (at + number) % 2 == 0 or at == 0:
                    self._at(told[0], partial(self._sheet, city, code, number))
            for number, right in enumerate(RIGHTS[: 3 - at]):
                self._at(right[0], partial(self._right, city, code, number))
            self._at(REPORTED + timedelta(days=at), partial(self._report, city, code))

    def _at(self, on: date, play: Callable[[], None]) -> None:
        self.stage.scene(self.stage.working(on), play)

    def _later(self, on: date, kind: str, move: str, code: str, request: Any, by: Actor | None = None) -> None:  # noqa: ANN401 - each move has its own request
        """Put a move on its day, if that day is told."""
        day = self.stage.working(on)
        if day <= LAST_DAY:
            key = f"demo:reward:{request.case}:{move}"
            self.stage.scene(
                day,
                lambda: self._note(kind, move, actions.take(kind, move, request, by=by or self._office(code), key=key)),
            )

    def _note(self, kind: str, move: str, outcome: Outcome) -> None:
        self.stage.note(f"{kind}.{move}", outcome)

    def _office(self, code: str) -> Actor:
        return self.troupe.actors[f"transfer_office.{code}"]

    def _decider(self, at: int, code: str) -> None:
        body, username = Body.objects.get(code=code), f"unit_decider.{code}"
        name = list(cast.names(790 + at))[-1]
        person = Person.objects.create(username=username, name=name, password="!")  # noqa: S106 - unusable on purpose: the demonstration signs in by a click
        Grant.objects.create(person=person, role="unit_decider", body=body, valid_from=cast.FIRST_DAY)
        held = Held("unit_decider", body.pk, body.kind, body.place, body.authority, cast.FIRST_DAY, None)
        self.troupe.actors[username] = Actor(person=person.pk, name=name, grants=(held,))

    def _achievement(self, body: Body, number: int, *, free: bool = False) -> tuple[UUID | None, str]:
        found_rows = Achievement.objects.filter(unit=body, public=True).order_by("case_id")
        rows = list(found_rows.filter(state__in=FREE) if free else found_rows)
        found = rows[number % len(rows)] if rows else None
        return (found.pk, found.name) if found else (None, f"成果{number + 1}（演示）")

    def _sheet(self, city: str, code: str, number: int) -> None:
        on, way, paid, ends = SHEETS[number]
        day, body = self.stage.working(on), Body.objects.get(code=code)
        result, name = self._achievement(body, number)
        names = list(cast.names(40 + 4 * number))[-4:]
        inventor = self.troupe.actors[f"inventor.{code}"]
        names[0] = inventor.name if number == 0 else names[0]
        payees = tuple(
            asked.Payee(
                id=chance.uuid7(),
                name=person,
                role=role,
                basis=basis,
                share=share,
                person=inventor.person if person == inventor.name else None,
            )
            for person, (role, share), basis in zip(names, SHARES, BASES, strict=True)
        )
        sheet = asked.Sheet(
            title=f"{name}收益分配",
            result=result,
            way=way,
            subject="gov_research_unit",
            in_force=day - timedelta(days=70),
            income_on=day - timedelta(days=25),
            contract=f"YS-ZH{on:%y%m}-{number}",
            paid=paid,
            cost=(paid / 25).quantize(Decimal("0.01")),
            tax=(paid * 6 / 1000).quantize(Decimal("0.01")),
            shares=Decimal(200_000) if way == "shares" else Decimal(0),
            payees=payees,
            # Shares of a company would be due on the day of their registration; this unit agreed on a day.
            due=day + timedelta(days=60) if way == "shares" else None,
        )
        case = chance.uuid7()
        request = asked.Draft(case=case, authority=city, place=body.place, unit=body.pk, sheet=sheet)
        key = f"demo:reward:{code}:{number}"
        outcome = actions.begin(DISTRIBUTION.kind, request, by=self._office(code), key=key)
        self._note(DISTRIBUTION.kind, "draft", outcome)
        if outcome.refusal is None:
            self._way(code, case, day, ends)

    def _way(self, code: str, case: UUID, day: date, ends: str) -> None:
        kind, start = DISTRIBUTION.kind, self.stage.working(day + timedelta(days=1))
        notice = asked.Publish(case=case, start=start, end=start + FIFTEEN, where="行政楼一层公告栏（演示）")
        self._later(start, kind, "publish", code, notice)
        if ends not in {"PAID", "LATE"}:
            return
        self._later(start + timedelta(days=18), kind, "hand_over", code, asked.HandOver(case=case))
        paid_on = self.stage.working(day + timedelta(days=190 if ends == "LATE" else 24))
        if paid_on <= LAST_DAY:
            self._at(paid_on, partial(self._pay, code, case, paid_on))

    def _pay(self, code: str, case: UUID, on: date) -> None:
        total = sum((each.amount for each in queries.lines(case)), Decimal(0))
        request = asked.Pay(case=case, paid_on=on, amount=total, reference=f"PZ-{on:%Y%m%d}（演示）")
        key = f"demo:reward:{case}:pay"
        self._note(
            DISTRIBUTION.kind,
            "pay",
            actions.take(DISTRIBUTION.kind, "pay", request, by=self.troupe.actors[f"unit_decider.{code}"], key=key),
        )

    def _right(self, city: str, code: str, number: int) -> None:
        on, right, ends = RIGHTS[number]
        day, body = self.stage.working(on), Body.objects.get(code=code)
        result, name = self._achievement(body, number, free=True)
        inventor, names = self.troupe.actors[f"inventor.{code}"], list(cast.names(60 + number))[-1:]
        completers = (
            asked.Completer(
                id=chance.uuid7(),
                rank=1,
                name=inventor.name,
                share=Fraction(2, 3),
                representative=True,
                person=inventor.person,
            ),
            asked.Completer(id=chance.uuid7(), rank=2, name=names[0], share=Fraction(1, 3)),
        )
        case, kind = chance.uuid7(), EMPOWERMENT.kind
        request = asked.Apply(
            case=case,
            authority=city,
            place=body.place,
            unit=body.pk,
            result=result,
            title=name,
            right=right,
            plan="由完成人团队与本地企业合作实施，两年内形成样机（演示）。",
            completers=completers,
        )
        outcome = actions.begin(kind, request, by=inventor, key=f"demo:right:{code}:{number}")
        self._note(kind, "apply", outcome)
        if outcome.refusal is None:
            self._right_way(code, case, day, right, ends)

    def _right_way(self, code: str, case: UUID, day: date, right: str, ends: str) -> None:
        kind, start = EMPOWERMENT.kind, self.stage.working(day + timedelta(days=2))
        terms = asked.Agree(
            case=case,
            right=right,
            share=Fraction(7, 10) if right == "ownership" else None,
            start=start,
            end=None if right == "ownership" else date(start.year + 10, start.month, start.day),
            decision="完成人代表决定，重大事项报单位备案",
            cost="由完成人承担",
            revenue="单位20%，完成人80%",
            leaving="离开单位后权利不变，继续按年报告",
        )
        accepted = asked.Stop(case=case, move="accept", reason="")
        self._later(day + timedelta(days=1), kind, "accept", code, accepted)
        self._later(start, kind, "agree", code, terms)
        notice = asked.Publish(case=case, start=start, end=start + FIFTEEN, where="科研院网站（演示）")
        self._later(start, kind, "publish", code, notice)
        if ends != "EFFECTIVE":
            return
        signed = self.stage.working(start + timedelta(days=18))
        self._later(signed, kind, "sign", code, asked.Sign(case=case, number=f"FQ-{signed:%y%m}", signed_on=signed))
        entered = self.stage.working(signed + timedelta(days=9))
        effect = asked.Effect(case=case, number=f"QD-{entered:%y%m%d}", on=entered)
        self._later(entered, kind, "take_effect", code, effect)
        yearly = asked.Yearly(case=case, year=2025, used="完成小试，签订两家试用意向（演示）", income=Decimal(60_000))
        if entered.year == yearly.year:
            told = date(2026, 1, 15)
            self._later(told, kind, "report", code, yearly, by=self.troupe.actors[f"inventor.{code}"])

    def _report(self, city: str, code: str) -> None:
        body, year = Body.objects.get(code=code), 2025
        found, office = collecting.collect(body, year), actions.department_for(body.place)
        request = asked.FileReport(
            case=chance.uuid7(),
            authority=city,
            office=office.pk if office else None,
            place=body.place,
            unit=body.pk,
            year=year,
            figures=found.figures,
            facts=found.facts,
            remarks="首次通过平台归集（演示）。",
        )
        outcome = actions.begin(REPORT.kind, request, by=self._office(code), key=f"demo:transfer-report:{code}")
        self._note(REPORT.kind, "file", outcome)
