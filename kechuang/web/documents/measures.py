"""The measures of GB/T 9704-2012 that both writers keep; lengths in millimetres, sizes in points.

A4; text block 156 × 225; top margin 37, binding margin 28; 22 lines of 28 characters of size three (16 pt). So a
character takes 156 mm / 28 = 15.79 pt, and a line at most 225 mm / 22 = 28.99 pt: 28.95 pt, a whole number of
twentieths (579) for Word's grid.
"""

from dataclasses import dataclass

PAGE_MM = (210, 297)
BLOCK_MM = (156, 225)
TOP_MM, LEFT_MM = 37, 28
RIGHT_MM, BOTTOM_MM = PAGE_MM[0] - LEFT_MM - BLOCK_MM[0], PAGE_MM[1] - TOP_MM - BLOCK_MM[1]
LINES, CHARACTERS = 22, 28
SIZE_THREE, SIZE_TWO, SIZE_FOUR, SIZE_SMALL_FOUR, SIZE_FIVE = 16.0, 22.0, 14.0, 12.0, 10.5
PITCH = 28.95
MARK_MM = 35  # upper edge of the issuer's mark below the text block's upper edge
PAGE_NUMBER_MM = 7  # page number below the text block
LETTER_MARK_MM = 30  # upper edge of a letter's mark below the paper's upper edge
SEAL_MM = 42
MM = 72 / 25.4
# A4 turned for a wide table: our own margins, since the standard gives none; block 253 × 158.
LANDSCAPE_TOP_MM, LANDSCAPE_SIDE_MM, LANDSCAPE_BOTTOM_MM = 28, 22, 24


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's size and margins in millimetres."""

    width: float
    height: float
    top: float
    left: float
    right: float
    bottom: float

    @property
    def block(self) -> float:
        """The width of the text block."""
        return self.width - self.left - self.right


def sheet(*, landscape: bool) -> Sheet:
    """Give the sheet of a paper."""
    if landscape:
        side = LANDSCAPE_SIDE_MM
        return Sheet(PAGE_MM[1], PAGE_MM[0], LANDSCAPE_TOP_MM, side, side, LANDSCAPE_BOTTOM_MM)
    return Sheet(PAGE_MM[0], PAGE_MM[1], TOP_MM, LEFT_MM, RIGHT_MM, BOTTOM_MM)


WIDTH = BLOCK_MM[0] * MM / CHARACTERS
TRACKING = WIDTH - SIZE_THREE
