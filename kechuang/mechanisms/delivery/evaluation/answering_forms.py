"""Forms for one line of an evaluation: an answer to a comment, a decision on an adjustment, a check taken back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.delivery.evaluation import wording
from kechuang.mechanisms.delivery.evaluation.forms import LONG, area
from kechuang.mechanisms.delivery.task.forms import key_field
from kechuang.web import chance
from kechuang.web.forms import UNTIL, KitForm


class AnswerForm(KitForm):
    """Answer a comment."""

    about = "delivery"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"answer": "act.choice", "reason": "act.reason"}
    key = key_field()
    answer = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=LONG, widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["answer"].choices = list(wording.ANSWERS.items())  # type: ignore[attr-defined]  # a choice field


class DecideForm(KitForm):
    """Agree to an adjustment, or decline it."""

    about = "delivery"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"agree": "act.choice", "reason": "act.reason"}
    key = key_field()
    agree = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=[("yes", _("agree")), ("no", _("decline"))]
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONG, widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()


class RecallForm(KitForm):
    """Take a check back."""

    about = "delivery"
    owner = "evaluator"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    key = key_field()
    text = forms.CharField(label=_("Reason"), max_length=LONG, widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
