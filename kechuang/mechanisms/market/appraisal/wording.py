"""The words of evaluations: the five values, grades, ties, parts to publish; what is doubtful, as sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules.requests import VALUES
from kechuang.mechanisms.market.result.wording import trl, trls
from kechuang.web.refusals import sentence
from kechuang.web.slots import Words

__all__ = ("GRADES_OF", "PARTS_OF", "TIES_OF", "VALUES_OF", "grade", "judged", "tie", "trl", "trls", "warned")

VALUES_OF: dict[str, Words] = {
    code: _(message) for code, message in ((each, f"appraisal.value.{each}") for each in VALUES)
}
GRADES_OF: dict[str, Words] = {
    "strong": pgettext_lazy("evaluation", "strong"),
    "fair": pgettext_lazy("evaluation", "fair"),
    "slight": pgettext_lazy("evaluation", "slight"),
    "none": pgettext_lazy("evaluation", "not shown"),
    "not_applicable": pgettext_lazy("evaluation", "does not apply"),
}
TIES_OF: dict[str, Words] = {
    "none": _("no tie to the holder or a completer"),
    "kinship": _("kin of a completer or of the unit's leaders"),
    "interest": _("an interest in the achievement or the unit"),
    "employment": _("employed by the unit within two years"),
    "tutor": _("teacher or student of a completer"),
    "rival": _("in competition with it"),
}
PARTS_OF: dict[str, Words] = {
    "level": _("Level of readiness with its evidence"),
    "grades": _("Grades of the five values"),
    "texts": _("Conclusion and reasons in words"),
    "experts": _("Names of the experts who agree to be named"),
}


def grade(code: str) -> str:
    """Name a grade."""
    return str(GRADES_OF.get(code, code))


def tie(code: str) -> str:
    """Name what ties a member to the holder."""
    return str(TIES_OF.get(code, code))


def judged(row: Appraisal, *, texts: bool = True) -> list[dict[str, str]]:
    """Give the five values of an evaluation with grade, reasons and evidence."""
    return [
        {
            "value": str(VALUES_OF[value]),
            "grade": grade(said["grade"]),
            "text": said["text"] if texts else "",
            "evidence": said["evidence"] if texts else "",
        }
        for value in VALUES
        if (said := row.grades.get(value))
    ]


def warned(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give stored warnings as sentences in the reader's language."""
    return [sentence(Refusal(str(each["code"]), dict(each["values"]))) for each in rows]
