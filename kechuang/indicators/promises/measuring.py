"""The one door to measuring: a form chooses how it is judged. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from kechuang.indicators.promises import counted, yearly
from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.measure import Asking, Measuring, movement, on_the_way, values_of
from kechuang.indicators.promises.measured import Measured, unsaid
from kechuang.indicators.promises.terms import (
    ANNUAL,
    COVERAGE,
    FORMS,
    GROWTH,
    INCREMENT,
    LEVEL,
    MILESTONE,
    PART,
    RANGE,
    RANK,
    RELATIVE,
    SHARE,
    SLOGAN,
    SOFT,
)

BY_FORM: Mapping[str, Measuring] = {
    **dict.fromkeys((LEVEL, INCREMENT, SHARE, RANGE, PART), on_the_way),
    ANNUAL: yearly.annual,
    GROWTH: yearly.growth,
    RELATIVE: yearly.relative,
    COVERAGE: counted.coverage,
    RANK: counted.rank,
    MILESTONE: counted.milestone,
    SOFT: counted.words_alone,
    SLOGAN: counted.slogan,
}
MOVING = frozenset(FORMS) - {COVERAGE, MILESTONE, SLOGAN}


def measure(asking: Asking) -> Measured:
    """Say how far a promise is. Never raises for data: what cannot be judged is "cannot say" with its reason."""
    terms = asking.terms
    if not terms.indicator and terms.form not in {SOFT, SLOGAN, MILESTONE}:
        return unsaid(said.NO_INDICATOR)
    found = BY_FORM[terms.form](asking)
    if terms.form not in MOVING:
        return found
    values = values_of(asking)
    return replace(found, movement=movement(values, asking.limits, rising=terms.rising))
