"""What statistics leave behind: definitions of indicators, and observations. All of it is public by design.

An observation that is withheld has no value at all, here or anywhere on the platform.
"""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, public


@fact_type("statistic.indicator_defined")
@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDefined(Fact):
    """An office defined an indicator, or gave it a new version; observations keep the version they were made under.

    ``direction``: up (more is better), down, none. ``form``: stock, flow, rate, index, rank. ``adds_up``: cities add up
    to their province. ``parts``: codes of indicators that add up to this one. ``confidence`` D: the words are ours.
    """

    indicator: str = public()
    indicator_version: int = public()
    since: date = public()
    title: str = public()
    title_en: str = public()
    definition: str = public()
    definition_en: str = public()
    unit: str = public()
    direction: str = public()
    form: str = public()
    frequency: str = public()
    adds_up: bool = public()
    parts: tuple[str, ...] = public()
    source: str = public()
    owner: str = public()
    confidence: str = public()
    reason: str = public()


@fact_type("statistic.indicator_retired")
@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRetired(Fact):
    """An office ended an indicator: nothing new is observed under it, what was observed stays."""

    indicator: str = public()
    reason: str = public()


@fact_type("statistic.series_opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesOpened(Fact):
    """A series began: one indicator at one place."""

    indicator: str = public()
    place: str = public()


@fact_type("statistic.observed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(Fact):
    """One observation. A revision is a new fact with a later vintage; the old one stays.

    ``period``: 2025, 2025-H1, 2025-Q1, 2025-03. ``value``: a decimal as text, empty where none. ``status``: final,
    provisional, estimated, imputed, withheld. ``flags``: codes of the checks that the entry stood against, with the
    office's ``reason`` to keep the figure as it is; also why a figure is withheld. ``batch`` names the entry.
    """

    indicator: str = public()
    indicator_version: int = public()
    place: str = public()
    code_list: date = public()
    period: str = public()
    value: str = public()
    unit: str = public()
    status: str = public()
    source: str = public()
    vintage: date = public()
    dataset: str = public()
    batch: str = public()
    flags: tuple[str, ...] = public()
    reason: str = public()
