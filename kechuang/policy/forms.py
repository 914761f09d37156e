"""Forms of the policy pages: a file or text comes in, a person confirms what was read, a copy goes with a reason."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files import incoming
from kechuang.casework.files.fields import DECLARATION, declared_field
from kechuang.kernel.refusal import Refusal
from kechuang.policy import intake
from kechuang.policy.finding import Reading
from kechuang.policy.queries import Twin
from kechuang.policy.rules import LONGEST_NUMBER, LONGEST_TITLE, Particulars, as_read
from kechuang.web.forms import UNTIL, DayField, KitForm, Known
from kechuang.web.parts import Source
from kechuang.web.refusals import sentence

NEW, COPY, REPLACE = "new", "copy", "replace"
ACCEPTED = ".txt,.text,.md,.htm,.html,.pdf,.docx,.ofd"


def most_bytes() -> int:
    """Give the greatest size of a document, in bytes: what the reader takes on, and what the node lets in."""
    return min(intake.MAX_BYTES, incoming.most_bytes())


class UploadForm(KitForm):
    """A file, or text typed or pasted; exactly one of them."""

    about = "policy.document"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "file": "document.file",
        "text": "document.text",
        "declared": "act.declared",
    }
    not_kept = DECLARATION

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("txt, html, pdf with text, docx or OFD, up to %(most)d MB. It is kept as it is, byte for byte.")
        % {"most": most_bytes() >> 20},
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        label=_("Or the text, pasted"),
        required=False,
        strip=False,
        help_text=_("As published, from the title to the last line. Nothing is rewritten."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    declared = declared_field(
        _("What I give here holds no state secrets (非涉密); I have checked it for marks of secrecy."), required=True
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and bound the file before anything reads it."""
        values = super().clean() or self.cleaned_data
        file, text = values.get("file"), (values.get("text") or "").strip()
        if file and text:
            self.add_error("text", gettext("Give a file or text, not both, so that it is clear which one is meant."))
        elif not file and not text and "file" not in self.errors:
            self.add_error("file", gettext("Choose a file, or paste the text below."))
        elif isinstance(file, UploadedFile) and (file.size or 0) > most_bytes():
            values_of = {"name": file.name or "", "bytes": file.size or 0, "limit": most_bytes()}
            self.add_error("file", sentence(Refusal("reading.too_large", values_of)))
        return values

    def take(self) -> intake.Intake | Refusal:
        """Read what was given."""
        file = self.cleaned_data.get("file")
        if file:
            return intake.take_file(file.read(), file.name or "")
        return intake.take_text(self.cleaned_data["text"])


class AcceptForm(KitForm):
    """What a person confirms before a document enters the register."""

    about = "policy.document"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "title": "document.title",
        "number": "document.number",
        "issuers": "document.issuers",
        "issued_on": "document.issued_on",
        "relation": "document.relation",
        "reason": "act.reason",
    }

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, widget=forms.Textarea(attrs={"rows": 2}))
    number = forms.CharField(
        label=_("Document number"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=_("As printed; empty if none is printed."),
    )
    issuers = forms.CharField(
        label=_("Issued by"), required=False, max_length=500, help_text=_("Several are parted by 、 or a comma.")
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    relation = forms.ChoiceField(label=_("How it stands to what is in the register"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason for replacing"),
        required=False,
        max_length=400,
        help_text=_("Needed only if this copy replaces another. It will be public."),
    )

    def __init__(self, reading: Reading, twins: Sequence[Twin], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        read = as_read(reading)
        source = Source(how="automatic", name=gettext("read in the text"))
        known = {
            "title": Known(value=read.title, source=source),
            "number": Known(value=read.number, source=source),
            "issuers": Known(value="、".join(read.issuers), source=source),
            "issued_on": Known(value=read.issued_on, source=source),
        }
        known = {name: each for name, each in known.items() if each.value}
        super().__init__(*args, known=known, **kwargs)
        if twins:
            self.fields["relation"].choices = relations(twins)  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["relation"], self.fields["reason"]

    @property
    def particulars(self) -> Particulars:
        """Give what was confirmed."""
        values = self.cleaned_data
        parts = values["issuers"].replace(",", "、").replace("，", "、").split("、")
        return Particulars(
            title=" ".join(values["title"].split()),
            number=values["number"].strip(),
            issuers=tuple(part.strip() for part in parts if part.strip()),
            issued_on=values["issued_on"],
        )

    @property
    def stands(self) -> tuple[str, str]:
        """Give how the copy stands to which document: (new | copy | replace, id)."""
        kind, _, identifier = str(self.cleaned_data.get("relation") or NEW).partition(":")
        return kind, identifier


def relations(twins: Sequence[Twin]) -> list[tuple[str, str]]:
    """Give the choices: a work of its own, another copy of a twin's work, or in place of the twin."""
    choices = [(NEW, gettext("A work of its own"))]
    for twin in twins:
        words = {"title": twin.document.title, "name": twin.document.number or twin.document.file_name or "—"}
        choices.append(
            (f"{COPY}:{twin.document.pk}", gettext("Another copy of “%(title)s” (%(name)s); both stay") % words)
        )
        choices.append(
            (f"{REPLACE}:{twin.document.pk}", gettext("In place of “%(title)s” (%(name)s), which it replaces") % words)
        )
    return choices


class WithdrawForm(KitForm):
    """Why a document leaves the register."""

    about = "policy.document"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("It will be public and stay in the record."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
