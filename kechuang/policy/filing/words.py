"""Words for what a candidate rule is and how a rule is said."""

from django.utils.translation import pgettext_lazy

from kechuang.policy.filing.candidates import AMOUNT, CAP, LEAST, RATIO, TERM
from kechuang.policy.filing.rules import OPEN, PROPOSED, REJECTED
from kechuang.web.parts import DONE, IDLE, VOID, State
from kechuang.web.slots import Words

ROLE_WORDS: dict[str, Words] = {
    RATIO: pgettext_lazy("candidate rule", "share"),
    CAP: pgettext_lazy("candidate rule", "at most"),
    AMOUNT: pgettext_lazy("candidate rule", "amount"),
    LEAST: pgettext_lazy("candidate rule", "at least"),
    TERM: pgettext_lazy("candidate rule", "term"),
}
STATE_WORDS: dict[str, Words] = {
    OPEN: pgettext_lazy("candidate rule", "to be judged"),
    PROPOSED: pgettext_lazy("candidate rule", "confirmed"),
    REJECTED: pgettext_lazy("candidate rule", "rejected"),
}
_TONES = {OPEN: IDLE, PROPOSED: DONE, REJECTED: VOID}
TYPE_WORDS: dict[str, Words] = {
    "share": pgettext_lazy("type of rule", "share"),
    "yuan": pgettext_lazy("type of rule", "yuan"),
    "years": pgettext_lazy("type of rule", "years"),
    "months": pgettext_lazy("type of rule", "months"),
    "days": pgettext_lazy("type of rule", "days"),
    "count": pgettext_lazy("type of rule", "number of things"),
    "percent_points": pgettext_lazy("type of rule", "percentage points"),
    "number": pgettext_lazy("type of rule", "number"),
}
MEANING_WORDS: dict[str, Words] = {
    "fixed": pgettext_lazy("meaning of rule", "fixed: the nearest place decides"),
    "floor": pgettext_lazy("meaning of rule", "floor: the greatest of all places holds"),
    "ceiling": pgettext_lazy("meaning of rule", "ceiling: the least of all places holds"),
    "default": pgettext_lazy("meaning of rule", "default: only where no nearer place says anything"),
}
UNIT_WORDS: dict[str, Words] = {
    "calendar_day": pgettext_lazy("unit of rule", "calendar days"),
    "working_day": pgettext_lazy("unit of rule", "working days"),
}
CONFIDENCE_WORDS: dict[str, Words] = {
    "S": pgettext_lazy("confidence of rule", "S: read in the text"),
    "s": pgettext_lazy("confidence of rule", "s: a secondary page gives it"),
    "G": pgettext_lazy("confidence of rule", "G: general knowledge, not read"),
}
STANDING_WORDS: dict[str, Words] = {
    "in_force": pgettext_lazy("standing of rule", "in force"),
    "draft": pgettext_lazy("standing of rule", "a published draft"),
    "example": pgettext_lazy("standing of rule", "an example, kept to compare"),
}


def state(code: str) -> State:
    """Give the state of a candidate."""
    return State(str(STATE_WORDS[code]), _TONES[code], code)
