"""The platform's own indicators as the dictionary of statistics lists them: the two packages are strangers."""

from kechuang.indicators import register as definitions
from kechuang.indicators import showing, wording
from kechuang.mechanisms.delivery.statistic import platform
from kechuang.policy.wording import own


def listed() -> list[platform.Listed]:
    """Give the newest version of every definition whose numbers are public."""
    return [
        platform.Listed(
            code=each.key,
            title=wording.title(each),
            unit=str(wording.UNITS[each.unit]),
            frequency=str(wording.GRAINS[each.frequency]),
            direction=str(wording.DIRECTIONS[each.direction]),
            owner=own(each.owner),
            version=each.version,
            url=showing.page_url(each),
        )
        for each in definitions.current()
        if each.public
    ]


def register() -> None:
    """Have them listed."""
    platform.register_listing("measured", listed)
