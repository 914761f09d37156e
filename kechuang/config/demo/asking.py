"""What the invented offices ask of others: one-off collections from county desks, and circulars with their answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from kechuang.casework.elements import acts, queries
from kechuang.casework.elements.models import Collection, CollectionAnswer
from kechuang.casework.elements.rules import End, GiveAnswer, Recipient, Send
from kechuang.casework.notices import actions as notices
from kechuang.casework.notices import circulars
from kechuang.casework.notices.models import Circular, Notice
from kechuang.casework.notices.rules import RECEIPT, TEXT, Change
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance

BASIS = "本平台演示：年度科技统计安排"
REMARKS = "office.remarks"


@dataclass(frozen=True, slots=True)
class Survey:
    """A collection of the story: sent on a day; all bodies answer, or every other one."""

    name: str
    title: str
    purpose: str
    elements: tuple[str, ...]
    year: int
    on: date
    whole: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A circular of the story: sent on a day, to firms or to county desks, asking for an answer or a receipt."""

    name: str
    title: str
    text: str
    asks: str
    to_firms: bool
    on: date


SURVEYS = (
    Survey(
        "first",
        "大型科研仪器与技术合同情况征集（演示）",
        "掌握各区县仪器共享基础",
        ("organisation.instruments", "organisation.contracts_yuan", REMARKS),
        2024,
        date(2025, 5, 27),
        whole=True,
    ),
    Survey(
        "autumn",
        "研发投入与仪器情况征集（演示）",
        "编制下一年度创新券预算",
        ("organisation.rnd_yuan", "organisation.instruments", "voucher.firms"),
        2025,
        LAST_DAY - timedelta(days=43),
        whole=True,
    ),
    Survey(
        "open",
        "年度创新券使用情况补充征集（演示）",
        "总结年度创新券工作",
        ("organisation.contracts_yuan", "organisation.rnd_staff", "voucher.firms", REMARKS),
        2026,
        LAST_DAY - timedelta(days=8),
        whole=False,
    ),
)
LETTERS = (
    Letter(
        "2025",
        "关于开展创新券申领培训的通知（演示）",
        "拟举办创新券申领培训，请确认参加人数。",
        TEXT,
        to_firms=True,
        on=date(2025, 6, 4),
    ),
    Letter(
        "2026",
        "关于核对年度创新券使用台账的通知（演示）",
        "请核对本单位本年度创新券使用台账，并回复核对结果。",
        TEXT,
        to_firms=True,
        on=LAST_DAY - timedelta(days=7),
    ),
    Letter(
        "desks",
        "关于年底受理安排的通知（演示）",
        "年底前受理的申请请于收到之日起三个工作日内提出意见。",
        RECEIPT,
        to_firms=False,
        on=LAST_DAY - timedelta(days=4),
    ),
)


@dataclass(slots=True)
class Asking:
    """Collections and circulars of every city."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Put sending, answering and closing on their days."""
        for authority in cast.AUTHORITIES:
            for survey in SURVEYS:
                self._survey(authority, survey)
            for letter in LETTERS:
                on = self.stage.working(letter.on)
                self.stage.scene(on, self._sent(authority, letter, on))

    def _survey(self, authority: cast.Authority, survey: Survey) -> None:
        case, on = chance.uuid7(), self.stage.working(survey.on)
        self.stage.scene(on, self._collect(authority, survey, case, on))
        for at, (county, _name) in enumerate(authority.counties):
            if survey.whole or at % 2:
                self.stage.scene(self.stage.later(on, 2 + at), self._answered(survey, case, county))
        if survey.whole:
            self.stage.scene(self.stage.later(on, 12), self._closed(authority, case))

    def _collect(self, authority: cast.Authority, survey: Survey, case: UUID, on: date) -> Callable[[], None]:
        def play() -> None:
            desks = [(self.troupe.bodies[cast.office_code(code)], code) for code, _name in authority.counties]
            weight = queries.weigh([body for body, _code in desks], survey.elements, survey.year)
            request = Send(
                case=case,
                office=self.troupe.bodies[cast.office_code(authority.code)],
                authority=authority.code,
                place=authority.code,
                title=survey.title,
                basis=BASIS,
                purpose=survey.purpose,
                elements=survey.elements,
                year=survey.year,
                reply_by=self.stage.later(on, 10),
                expires_on=self.stage.later(on, 28),
                recipients=tuple(Recipient(chance.uuid7(), body, code) for body, code in desks),
                known=weight.known,
                seconds=weight.seconds,
            )
            city = self.troupe.officer("city_checker", authority.code)
            key = f"demo:collection:{authority.code}:{survey.name}"
            self.stage.note("casework.collection.send", acts.send(request, by=city, key=key))

        return play

    def _answered(self, survey: Survey, collection: UUID, county: str) -> Callable[[], None]:
        def play() -> None:
            body = self.troupe.bodies[cast.office_code(county)]
            part = CollectionAnswer.objects.filter(collection=collection, body=body).first()
            if part is None:
                return
            held = queries.known.known([body], survey.elements, survey.year)[body]
            values = {code: str(held[code].value) if code in held else _value(code, county) for code in survey.elements}
            answer = GiveAnswer(part.pk, values, frozenset(held))
            by = self.troupe.officer("reporter", county)
            key = f"demo:answer:{county}:{survey.name}"
            self.stage.note("casework.answer.answer", acts.give_answer(answer, by=by, key=key))

        return play

    def _closed(self, authority: cast.Authority, collection: UUID) -> Callable[[], None]:
        def play() -> None:
            if not Collection.objects.filter(pk=collection).exists():
                return
            city, key = self.troupe.officer("city_checker", authority.code), f"demo:close:{collection}"
            outcome = acts.close(End(collection, "各单位均已填报"), by=city, key=key)
            self.stage.note("casework.collection.close", outcome)

        return play

    # --- circulars

    def _sent(self, authority: cast.Authority, letter: Letter, on: date) -> Callable[[], None]:
        def play() -> None:
            city = self.troupe.officer("city_checker", authority.code)
            circular = Circular.objects.create(
                sender_id=self.troupe.bodies[cast.office_code(authority.code)],
                title=letter.title,
                text=letter.text,
                asks=letter.asks,
                reply_by=self.stage.later(on, 12),
                codes=self._receivers(authority, to_firms=letter.to_firms),
                written_by_id=city.person,
                written_on=on,
            )
            outcomes = circulars.send(circular, by=city, on=on)
            if isinstance(outcomes, Refusal):
                self.stage.refusals[outcomes.code] += 1
                return
            for outcome in outcomes:
                self.stage.note("casework.notice.send", outcome)
            self.stage.scene(self.stage.later(on, 2), lambda: self._replied(circular, letter, self.stage.later(on, 2)))

        return play

    def _receivers(self, authority: cast.Authority, *, to_firms: bool) -> list[str]:
        """One body in each county: receivers come by place, then by name, and databases sort names differently."""
        if not to_firms:
            return [cast.office_code(code) for code, _name in authority.counties]
        counties = [code for code, _name in authority.counties]
        return [next(one.code for one in self.troupe.firms if one.place == county) for county in counties]

    def _replied(self, circular: Circular, letter: Letter, on: date) -> None:
        """The first answers or confirms, the second confirms, the others have not yet looked."""
        rows = Notice.objects.filter(circular=circular).select_related("body").order_by("body__place", "pk")
        for at, notice in enumerate(rows[:2]):
            key = f"demo:notice:{notice.pk}"
            by = (
                self.troupe.clerk(notice.body.code)  # type: ignore[union-attr]  # a circular goes to bodies
                if letter.to_firms
                else self.troupe.officer("county_checker", notice.body.place)  # type: ignore[union-attr]  # as above
            )
            if at == 0 and letter.asks == TEXT:
                text = "已收到，情况属实，无其他说明。"
                change = Change(notice=notice.pk, answer=text, answer_sha256=sha256(text.encode()).hexdigest())
                self.stage.note("casework.notice.answer", notices.answer(change, by=by, key=key, on=on))
            else:
                self.stage.note("casework.notice.confirm", notices.confirm(notice, by=by, key=key, on=on))


def _value(element: str, county: str) -> str:
    """Give an invented value, the same for the same county."""
    if element == REMARKS:
        return "数据按演示口径填报。"
    drawn = int.from_bytes(sha256(f"{element} {county}".encode()).digest()[:4], "big")
    return str(drawn % 90 * 100_000 + 1_000_000) if element.endswith("_yuan") else str(drawn % 200 + 12)
