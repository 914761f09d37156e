"""The form by which anybody comments on a draft."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.delivery.evaluation.rules.requests import Remark
from kechuang.mechanisms.delivery.task.forms import key_field
from kechuang.web import chance
from kechuang.web.forms import UNTIL, KitForm

LONGEST = 4000


class PublicCommentForm(KitForm):
    """On which part, and what."""

    about = "delivery"
    owner = "planner"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"part": "act.title", "text": "act.text"}

    key = key_field()
    part = forms.CharField(label=_("On which part"), required=False, max_length=200)
    text = forms.CharField(label=_("Comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()

    def request(self, evaluation: UUID) -> Remark:
        """Comment for nobody but oneself."""
        values = self.cleaned_data
        return Remark(evaluation=evaluation, id=chance.uuid7(), body=None, part=values["part"], text=values["text"])
