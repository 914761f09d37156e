"""A plan before and after its public comment, the plan of a place below it, what it takes up, and a pilot."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from kechuang.casework.outcome import Outcome
from kechuang.config.demo import cast
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.kernel.refusal import Refusal
from kechuang.policy import actions as policy
from kechuang.policy import intake
from kechuang.policy.models import Document
from kechuang.policy.rules import as_read
from kechuang.policy.works import actions
from kechuang.policy.works.models import Proposal
from kechuang.policy.works.rules import Step
from kechuang.web.permissions import Actor

HERE = Path(__file__).parent
DRAFT_DAY, BELOW_DAY, PILOT_DAY, SEEN_DAY = date(2025, 5, 13), date(2025, 6, 10), date(2025, 6, 17), date(2026, 6, 16)
CONFIRMED = ("高新技术企业", "研发投入占gdp比重")


@dataclass(slots=True)
class Tiering:
    """Everything here is the work of one planner."""

    troupe: Troupe
    stage: Stage
    pilot: UUID | None = None

    def set_out(self) -> None:
        """Put it on its days."""
        self.stage.scene(DRAFT_DAY, self._draft)
        self.stage.scene(BELOW_DAY, self._below)
        self.stage.scene(PILOT_DAY, self._pilot)
        self.stage.scene(SEEN_DAY, self._evaluated)

    @property
    def _planner(self) -> Actor:
        return self.troupe.officer("planner", cast.AUTHORITIES[0].code)

    def _note(self, act: str, outcome: Outcome) -> Outcome:
        self.stage.note(act, outcome)
        return outcome

    def _take(self, name: str, shown: str, on: date) -> UUID:
        taken = intake.take_file((HERE / name).read_bytes(), shown)
        if isinstance(taken, Refusal):
            raise TypeError(f"the demonstration's plan {name} cannot be read: {taken}")
        preview = policy.preview(taken.reading, taken.text, taken.data, by=self._planner)
        outcome = policy.accept(preview, as_read(taken.reading), by=self._planner, on=on)
        self._note("policy.document.import", outcome)
        if outcome.case is None:
            raise TypeError(f"the demonstration's plan {name} was not taken in: {outcome.refusal}")
        return outcome.case

    def _draft(self) -> None:
        """The text before the public comment: another version of the plan, from which no line is drawn."""
        issued = Document.objects.order_by("imported_on", "pk").get(number="清溪科发〔2025〕3号")
        draft = self._take("plan-draft.txt", "清溪示范区科技创新行动计划（征求意见稿，演示）.txt", DRAFT_DAY)
        said = actions.state(
            draft,
            "version",
            other=issued.pk,
            reason="印发之前的征求意见稿（演示）",
            by=self._planner,
            key="demo:works:draft",
            on=DRAFT_DAY,
        )
        self._note("policy.work_statement.state", said)

    def _below(self) -> None:
        """The plan of a place below: two of its targets are confirmed, the others wait for a person."""
        below = self._take("plan-below.txt", "云溪片区科技创新实施方案（演示）.txt", BELOW_DAY)
        county = cast.AUTHORITIES[0].counties[-1][0]
        said = actions.state(
            below,
            "none",
            place=county,
            reason="片区级方案（演示）",
            by=self._planner,
            key="demo:works:below",
            on=BELOW_DAY,
        )
        self._note("policy.work_statement.state", said)
        wanted = Proposal.objects.filter(lower__document=below, lower__name__in=CONFIRMED).order_by("lower__order")
        for lower, upper in list(wanted.values_list("lower__key", "upper__key")):
            key = f"demo:works:align:{lower}"
            outcome = actions.align(lower, upper, "CONFIRMED", by=self._planner, key=key, on=BELOW_DAY)
            self._note("policy.alignment.confirm", outcome)

    def _pilot(self) -> None:
        """What the plan below has tried first is put on record."""
        below = Document.objects.get(number="云溪科发〔2025〕6号")
        outcome = actions.register_pilot(
            below.pk,
            "二(一)",
            "创新券在片区科研院所先行先试（演示）",
            cast.AUTHORITIES[0].counties[-1][0],
            "片区科研院所可以直接受理创新券，评估后再定是否推广。",
            since=PILOT_DAY,
            by=self._planner,
            key="demo:works:pilot",
            on=PILOT_DAY,
        )
        self._note("policy.pilot.register", outcome)
        self.pilot = outcome.case

    def _evaluated(self) -> None:
        """A year later it is evaluated; spreading it is still open."""
        if self.pilot is None:
            return
        asked = Step(case=self.pilot, move="evaluate", text="一年来受理正常，建议在全区推广（演示）。")
        self._note(
            "policy.pilot.evaluate",
            actions.pilot_step(asked, by=self._planner, key="demo:works:pilot:evaluate", on=SEEN_DAY),
        )
