"""One invented act that four invented districts adopt, each with its number and day; one prints a figure otherwise."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from kechuang.config.demo import cast
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.kernel.refusal import Refusal
from kechuang.policy import actions as policy
from kechuang.policy import intake
from kechuang.policy.rules import as_read
from kechuang.policy.works import actions
from kechuang.policy.works.actions import Adopted
from kechuang.web.permissions import Actor

ACT = Path(__file__).parent / "act.txt"
TAKEN_ON, IN_FORCE = date(2025, 8, 5), date(2025, 9, 1)
# Place (geography only), name, number, day of adoption, and the figure of the third clause.
DISTRICTS = (
    ("310000", "沪", "沪演决〔2025〕1号", date(2025, 7, 24), 10),
    ("320000", "苏", "苏演决〔2025〕3号", date(2025, 7, 28), 10),
    ("330000", "浙", "浙演决〔2025〕2号", date(2025, 7, 30), 10),
    ("340000", "皖", "皖演决〔2025〕5号", date(2025, 7, 31), 8),
)


@dataclass(slots=True)
class Joining:
    """A planner takes the four papers in and puts each adoption on record."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Put it on its day."""
        self.stage.scene(TAKEN_ON, self._adopted)

    def _adopted(self) -> None:
        planner = self.troupe.officer("planner", cast.AUTHORITIES[0].code)
        papers = [self._take(name, number, platforms, planner) for _code, name, number, _day, platforms in DISTRICTS]
        for at, (place, name, number, day, _platforms) in enumerate(DISTRICTS):
            adopted = Adopted(
                document=papers[at],
                other=papers[0 if at else 1],
                place=place,
                body=f"{name}示范片区议事会（演示）",
                number=number,
                adopted_on=day,
                in_force_on=IN_FORCE,
                source="演示公报（虚构）",
            )
            outcome = actions.adopt(adopted, by=planner, key=f"demo:adopt:{place}", on=TAKEN_ON)
            self.stage.note("policy.adoption.record", outcome)

    def _take(self, name: str, number: str, platforms: int, planner: Actor) -> UUID:
        text = ACT.read_text("utf-8").format(region=name, number=number, platforms=platforms)
        taken = intake.take_text(text)
        if isinstance(taken, Refusal):
            raise TypeError(f"the demonstration's act cannot be read: {taken}")
        preview = policy.preview(taken.reading, taken.text, taken.data, by=planner)
        outcome = policy.accept(preview, as_read(taken.reading), by=planner, on=TAKEN_ON)
        self.stage.note("policy.document.import", outcome)
        if outcome.case is None:
            raise TypeError(f"the demonstration's act was not taken in: {outcome.refusal}")
        return outcome.case
