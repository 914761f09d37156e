"""Files in forms: a field, one tick for the whole form that nothing in it is secret, and files that survive a refusal.

A form that is refused must not lose what was uploaded: the kept file travels in a hidden field, signed for its person,
so that nobody can hand in a file by naming one that belongs to somebody else.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files import incoming, keeping
from kechuang.casework.files.look.kinds import ENDINGS
from kechuang.casework.files.models import WAITING, StoredFile
from kechuang.kernel.refusal import Refusal
from kechuang.web.forms import KitForm
from kechuang.web.parts import Source
from kechuang.web.permissions import Actor
from kechuang.web.refusals import sentence
from kechuang.web.slots import Words

_SALT = "casework.file"
DECLARED = _("None of the files chosen here holds state secrets (非涉密); I have checked them for marks of secrecy.")

# A draft brings back what was typed; a declaration is made anew each time something is sent.
DECLARATION = frozenset({"declared"})


def declared_field(label: Words = DECLARED, *, required: bool = False) -> forms.BooleanField:
    """Give the tick that every upload needs; ``required`` where the form cannot be sent without one."""
    needed = _("Tick this once you have checked it. Classified files must never be sent here.")
    return forms.BooleanField(label=label, required=required, error_messages={"required": needed})


def ticked(data: Any, name: str) -> bool:  # noqa: ANN401 - what a form reads
    """Say whether the declaration under a field's name is ticked in what a form was sent."""
    return bool(forms.CheckboxInput().value_from_datadict(data, {}, name))


def token(file: StoredFile, actor: Actor) -> str:
    """What stands in the hidden field while the form is corrected."""
    return signing.dumps(str(file.pk), salt=f"{_SALT}:{actor.person}")


def remembered(value: str, actor: Actor) -> StoredFile | None:
    """The waiting file that a hidden field stands for; None for nothing, or for another person's."""
    try:
        identifier = UUID(signing.loads(value, salt=f"{_SALT}:{actor.person}")) if value else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if identifier is None:
        return None
    return StoredFile.objects.filter(pk=identifier, state=WAITING, kept_by=actor.person).first()


class EvidenceField(forms.FileField):
    """A file in an :class:`EvidenceForm`; its cleaned value is the waiting ``StoredFile``, or None."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.needed = bool(kwargs.pop("required", True))
        most = incoming.most_bytes() >> 20
        kwargs.setdefault("help_text", _("PDF, OFD, Office, picture or text; at most %(most)d MB") % {"most": most})
        super().__init__(
            required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}), **kwargs
        )
        # A kept file answers for one that is not sent again, so the form asks for it and not the field.
        self.expected = self.needed


class EvidenceForm(KitForm):
    """A form with :class:`EvidenceField` fields. Give it who acts and on which day."""

    not_kept = DECLARATION

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.actor, self.on = actor, on
        self.file_names = [name for name, field in self.fields.items() if isinstance(field, EvidenceField)]
        for name in self.file_names:
            self.fields[f"{name}_kept"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields["declared"] = declared_field()
        self.faults: dict[str, Refusal] = {}

    def full_clean(self) -> None:
        """Keep uploads before anything else may fail, and say beside the field what is already here."""
        if self.is_bound:
            self.data = self.data.copy() if hasattr(self.data, "copy") else dict(self.data)
            for name in self.file_names:
                self._keep(name)
        super().full_clean()

    def _keep(self, name: str) -> None:
        upload, hidden = self.files.get(self.add_prefix(name)), self.add_prefix(f"{name}_kept")
        found: StoredFile | None = None
        if upload is not None:
            declared = ticked(self.data, self.add_prefix("declared"))
            kept = keeping.keep(upload, by=self.actor, declared=declared, on=self.on)
            if isinstance(kept, Refusal):
                self.faults["declared" if kept.place == "declared" else name] = kept
            else:
                found = kept
        found = found or remembered(str(self.data.get(hidden, "")), self.actor)
        self.data[hidden] = token(found, self.actor) if found else ""
        if found:
            words = gettext("%(name)s is kept; you need not choose it again") % {"name": found.name}
            self.fields[name].known = Source(how="typed", name=words)  # type: ignore[attr-defined]  # shown by the kit

    def clean(self) -> dict[str, Any]:
        """Turn the kept files into values, and ask for those that are missing."""
        values = super().clean() or self.cleaned_data
        for place, fault in self.faults.items():
            self.add_error(place, sentence(fault))
        for name in self.file_names:
            field: Any = self.fields[name]
            found = remembered(str(values.get(f"{name}_kept", "")), self.actor)
            values[name] = found
            if field.needed and found is None and not self.faults:
                self.add_error(name, gettext("Please choose a file for “%(label)s”.") % {"label": field.label})
        return values
