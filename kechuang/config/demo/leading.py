"""What turned in the last weeks before a leader looks: a figure was corrected, and with it a promise fell behind.

The figure is drawn like all others of the demonstration, says that it is invented, and belongs to nobody.
"""

from dataclasses import dataclass
from datetime import date

from kechuang.config.demo import areas, cast
from kechuang.config.demo.counting import DATASET, LAST_YEAR, SOURCE, drawn
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.delivery.statistic import actions, entering
from kechuang.mechanisms.delivery.statistic.checks import PROVISIONAL
from kechuang.mechanisms.delivery.statistic.entering import Typed
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.web.accounts.models import Body

CITY, CORRECTED_ON = "330100", date(2026, 11, 12)
CODE, COUNTY, LESS = "tech_smes", 3, -60


@dataclass(slots=True)
class Leading:
    """A county's number of small technology firms is corrected by its office."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Put it on its day."""
        self.stage.scene(CORRECTED_ON, self._correct)

    def _correct(self) -> None:
        authority = cast.AUTHORITIES[0]
        place = areas.of(authority.counties[COUNTY][0])
        typed = Typed(vintage=CORRECTED_ON, code_list=CORRECTED_ON, source=SOURCE, dataset=DATASET)
        value = drawn(CODE, COUNTY, LAST_YEAR, LESS)
        indicator = Indicator.objects.get(code=CODE)
        entry = entering.entry(indicator, place, str(LAST_YEAR), value, PROVISIONAL, typed)
        rows = [(entry, "复核后更正重复填报（演示）", "demo:statistic:corrected")]
        office = Body.objects.get(code=cast.office_code(CITY))
        planner = self.troupe.officer("planner", CITY)
        for outcome in actions.observe(rows, office=office, by=planner, batch="demo-corrected", on=CORRECTED_ON):
            self.stage.note("statistic.series.observe", outcome)
