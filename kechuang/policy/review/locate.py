"""Finding a quotation in a published text, however the paper broke its lines. Pure.

A planner copies what the page shows; the file has line breaks of a narrow column, page numbers and tags in between.
So blanks and what the page does not display are passed over on both sides, and the place found is one of the file.
"""

from collections.abc import Sequence


def places(
    text: str, soft: Sequence[tuple[int, int]], quote: str, start: int = 0, end: int | None = None
) -> list[tuple[int, int]]:
    """Give every place between ``start`` and ``end`` at which the quotation stands, in order.

    ``soft`` are stretches that are not displayed, in order. A quotation without a visible character stands nowhere.
    """
    wanted = "".join(quote.split())
    if not wanted:
        return []
    shown, at = _visible(text, soft, start, len(text) if end is None else end)
    found, begin = [], shown.find(wanted)
    while begin >= 0:
        found.append((at[begin], at[begin + len(wanted) - 1] + 1))
        begin = shown.find(wanted, begin + 1)
    return found


def _visible(text: str, soft: Sequence[tuple[int, int]], start: int, end: int) -> tuple[str, list[int]]:
    """Give the visible characters of a stretch, and where each of them stands."""
    shown, at, place = [], [], start
    for low, high in [*((low, high) for low, high in soft if high > start and low < end), (end, end)]:
        for where in range(place, min(max(low, place), end)):
            if not text[where].isspace():
                shown.append(text[where])
                at.append(where)
        place = max(place, high)
    return "".join(shown), at
