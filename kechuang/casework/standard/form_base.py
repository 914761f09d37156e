"""What the forms of all moves share, standard or of a mechanism's own: key and version, words, a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm, declared_field
from kechuang.casework.models import Case
from kechuang.casework.standard import requests
from kechuang.web import chance
from kechuang.web.forms import KitForm
from kechuang.web.permissions import Actor
from kechuang.web.slots import Words

ABOUT = "standard.moves"
UNTIL = date(2029, 1, 1)
LONGEST = 2000


def text_field(label: Words, hint: Words = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    """A field for words."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def key_field() -> forms.CharField:
    """Give the hidden key under which a form is sent once."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class OwnMoveForm(KitForm):
    """The base of the form of a mechanism's own move: key, version, the case, who takes it and on which day."""

    about = ABOUT
    owner = "city_checker"
    renew_by = UNTIL

    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.move, self.actor, self.on = case, move, actor, on
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version


class MoveForm(KitForm):
    """A form for one move. ``key`` is drawn with the form, ``version`` is the case's when the form was opened."""

    about = ABOUT
    owner = "city_checker"
    renew_by = UNTIL

    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.case, self.actor, self.on = case, actor, on
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version
        self.set_out()

    def set_out(self) -> None:
        """Fill choices."""

    def request(self) -> Any:  # noqa: ANN401 - each form gives its own typed request
        """The typed request of the cleaned values."""
        raise NotImplementedError

    def text(self, name: str) -> str:
        """A cleaned text without blanks around it."""
        return str(self.cleaned_data.get(name) or "").strip()


class PaperForm(EvidenceForm, MoveForm):
    """A form with one file beside its words."""

    elements: ClassVar[Mapping[str, str]] = {"file": "act.evidence", "declared": "act.declared"}

    file = EvidenceField(label=_("Evidence"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.case = case
        KitForm.__init__(self, *args, **kwargs)
        self.actor, self.on = actor, on
        self.file_names = ["file"]
        self.fields["file_kept"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields["declared"] = declared_field()
        self.faults = {}
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version
        self.set_out()

    def files_given(self) -> tuple[requests.Evidence, ...]:
        """The kept file, if one was chosen."""
        kept = self.cleaned_data.get("file")
        return (requests.Evidence(id=kept.pk, commitment=kept.commitment),) if kept else ()
