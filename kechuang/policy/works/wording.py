"""Words for codes of this package, on pages, in files and in the API."""

from django.utils.functional import Promise as Lazy
from django.utils.translation import pgettext_lazy

from kechuang.policy.works import align, compare, merge, sametext, succession, sums
from kechuang.web.parts import DONE, GOING, IDLE, LATE, RISK, State

LEVELS: dict[str, str | Lazy] = {
    align.NATION: pgettext_lazy("level of a plan", "nation"),
    align.UNION: pgettext_lazy("level of a plan", "several provinces"),
    align.PROVINCE: pgettext_lazy("level of a plan", "province"),
    align.CITY: pgettext_lazy("level of a plan", "city"),
    align.COUNTY: pgettext_lazy("level of a plan", "county"),
}
VERDICTS: dict[str, str | Lazy] = {
    sametext.SAME_TEXT: pgettext_lazy("comparison of texts", "same text, letter for letter"),
    sametext.SAME_WORDS: pgettext_lazy("comparison of texts", "same text; only the form of marks differs"),
    sametext.DIFFERS: pgettext_lazy("comparison of texts", "differs"),
}
ROLES: dict[str, str | Lazy] = {
    "speaks": pgettext_lazy("role of a paper", "speaks for the work"),
    "copy": pgettext_lazy("role of a paper", "another paper"),
    "version": pgettext_lazy("role of a paper", "another version"),
    "adopted": pgettext_lazy("role of a paper", "another region's adoption"),
}
DOUBTS: dict[str, str | Lazy] = {
    merge.TWO_VALUES: pgettext_lazy("doubt of a line", "two values are printed for the same thing"),
    merge.NOT_ADDING: pgettext_lazy("doubt of a line", "the parts are more than the whole"),
    merge.NO_WHOLE: pgettext_lazy("doubt of a line", "the whole of this part was not found"),
}
SUMS: dict[str, str | Lazy] = {
    sums.ADDS_UP: pgettext_lazy("sum of parts", "adds up"),
    sums.REMAINDER: pgettext_lazy("sum of parts", "the parts named leave a rest"),
    sums.EXCEEDS: pgettext_lazy("sum of parts", "does not add up: the parts are more than the whole"),
    sums.CANNOT_SAY: pgettext_lazy("sum of parts", "cannot be said: units differ or a number is missing"),
}
CHANGES: dict[str, str | Lazy] = {
    compare.SAME: pgettext_lazy("change between versions", "unchanged"),
    compare.CHANGED: pgettext_lazy("change between versions", "changed"),
    compare.MOVED: pgettext_lazy("change between versions", "moved"),
    compare.ADDED: pgettext_lazy("change between versions", "added"),
    compare.DROPPED: pgettext_lazy("change between versions", "dropped"),
}
FIELDS: dict[str, str | Lazy] = {
    "value": pgettext_lazy("part of a number", "value"),
    "value_max": pgettext_lazy("part of a number", "greatest value"),
    "comparator": pgettext_lazy("part of a number", "comparison"),
    "unit": pgettext_lazy("part of a number", "unit"),
    "year": pgettext_lazy("part of a number", "year"),
    "frequency": pgettext_lazy("part of a number", "how often"),
}
REASONS: dict[str, str | Lazy] = {
    "same_name": pgettext_lazy("reason of a match", "the same indicator"),
    "like_name": pgettext_lazy("reason of a match", "indicators worded alike"),
    "holds_name": pgettext_lazy("reason of a match", "one indicator's name holds the other's"),
    "same_unit": pgettext_lazy("reason of a match", "units that can be compared"),
    "same_kind": pgettext_lazy("reason of a match", "the same kind of target"),
    "same_year": pgettext_lazy("reason of a match", "the same year"),
    "within_year": pgettext_lazy("reason of a match", "an earlier year of the same span"),
    "no_year": pgettext_lazy("reason of a match", "neither names a year"),
    "next_level": pgettext_lazy("reason of a match", "the level right above"),
}
STATUSES: dict[str, str | Lazy] = {
    succession.UNCHANGED: pgettext_lazy("succession of a body", "unchanged"),
    succession.SUCCEEDED: pgettext_lazy("succession of a body", "succeeded"),
    succession.SPLIT: pgettext_lazy("succession of a body", "split: say who has the duty"),
    succession.UNKNOWN: pgettext_lazy("succession of a body", "not in the table"),
    succession.GROUP: pgettext_lazy("succession of a body", "a group of bodies"),
}
BODY_DOUBTS: dict[str, str | Lazy] = {
    succession.BEFORE_ITS_TIME: pgettext_lazy("doubt of a body", "the name is younger than the document"),
    succession.AFTER_ITS_TIME: pgettext_lazy("doubt of a body", "the document prints a name that had ended"),
    succession.NO_DAY: pgettext_lazy("doubt of a body", "the document prints no day"),
}
CHANGE_KINDS: dict[str, str | Lazy] = {
    "renamed": pgettext_lazy("reform of a body", "renamed"),
    "merged": pgettext_lazy("reform of a body", "merged"),
    "split": pgettext_lazy("reform of a body", "split"),
    "became_part": pgettext_lazy("reform of a body", "became part of another"),
}
MARKS: dict[str, str | Lazy] = {
    "S": pgettext_lazy("mark of a source", "read in the text"),
    "s": pgettext_lazy("mark of a source", "read in secondary texts"),
    "G": pgettext_lazy("mark of a source", "general knowledge, to be verified"),
    "D": pgettext_lazy("mark of a source", "our design"),
}
_TONES = {"same_text": DONE, "same_words": DONE, "differs": RISK, "adds_up": DONE, "remainder": GOING, "exceeds": LATE,
          "cannot_say": IDLE, "changed": RISK, "added": GOING, "dropped": LATE, "moved": GOING, "same": IDLE,
          "unchanged": DONE, "succeeded": GOING, "split": RISK, "unknown": RISK, "group": IDLE}  # fmt: skip


def state(words: dict[str, str | Lazy], code: str) -> State:
    """Give a code with its word and tone."""
    return State(str(words[code]), _TONES.get(code, IDLE), code)
