"""Forms of a table taken in: the upload, and the columns as somebody corrects them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.imports.column import AMOUNT, UNITS
from kechuang.casework.imports.models import Upload
from kechuang.casework.imports.registry import INSERT, UPDATE, UPSERT, ImportKind
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, KitForm

MODE_WORDS = {
    INSERT: _("Only new rows; one that is in the register already is named"),
    UPDATE: _("Only changes to rows that are in the register; an empty cell changes nothing"),
    UPSERT: _("New rows are entered, rows in the register are changed"),
}


class UploadForm(KitForm):
    """A table as a file or pasted, for which office, and what shall become of its rows."""

    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "file": "document.file",
        "text": "document.text",
        "office": "act.office",
        "mode": "act.choice",
        "declared": "act.declared",
    }

    file = forms.FileField(
        label=_("Table"),
        required=False,
        help_text=_("Your own ledger as it is, or the template: .xlsx or .csv, up to 40 MB"),
    )
    text = forms.CharField(
        label=_("Or paste rows from a spreadsheet, heads first"),
        required=False,
        strip=False,
        max_length=4_000_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    office = forms.ChoiceField(label=_("For which office"))
    mode = forms.ChoiceField(label=_("What shall become of the rows"), widget=forms.RadioSelect)
    declared = forms.BooleanField(
        label=_("The table holds no state secret and nothing that is for inside use only"),
        error_messages={
            "required": _("Confirm that the table holds no secrets; secret files must never be sent here.")
        },
    )

    def __init__(self, *args: Any, kind: ImportKind, offices: list[Body], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(str(body.pk), body.name) for body in offices]  # type: ignore[attr-defined]  # a choice field
        self.fields["mode"].choices = [(mode, MODE_WORDS[mode]) for mode in kind.modes]  # type: ignore[attr-defined]  # a choice field
        self.fields["mode"].initial = kind.modes[0]
        for name, only in (("office", len(offices) == 1), ("mode", len(kind.modes) == 1)):
            if only:
                self.fields[name].widget = forms.HiddenInput()
                self.fields[name].required = False
        self.first = {"office": str(offices[0].pk), "mode": kind.modes[0]}

    def clean(self) -> dict[str, Any]:
        """One of file and text must be there; what was not asked is the only choice there is."""
        given = super().clean() or {}
        for name, value in self.first.items():
            given[name] = given.get(name) or value
        if not given.get("file") and not (given.get("text") or "").strip():
            self.add_error("file", gettext("Choose a file, or paste rows below."))
        return given


class ColumnsForm(KitForm):
    """For each column of the register, where it stands in the table, and in which unit amounts are written."""

    def __init__(self, *args: Any, upload: Upload, kind: ImportKind, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.kind = kind
        heads = [(str(at), "·".join(parts)) for at, parts in upload.layout["heads"]]
        for column in kind.columns:
            placed = upload.mapping.get(column.code, {})
            field = forms.ChoiceField(
                label=gettext(column.label),
                choices=[("", gettext("not in the table")), *heads],
                required=False,
                initial=str(placed["at"]) if placed else "",
            )
            self.fields[f"at-{column.code}"] = field
            if column.kind == AMOUNT:
                self.fields[f"unit-{column.code}"] = forms.ChoiceField(
                    label=gettext("Unit of “%(column)s”") % {"column": gettext(column.label)},
                    choices=[(unit, unit) for unit in UNITS],
                    required=False,
                    initial=placed.get("unit") or column.unit,
                )

    def chosen(self) -> dict[str, int | None]:
        """Give the place of each column."""
        given = self.cleaned_data
        return {
            column.code: int(given[f"at-{column.code}"]) if given.get(f"at-{column.code}") else None
            for column in self.kind.columns
        }

    def units(self) -> dict[str, str]:
        """Give the units of amounts."""
        columns = (column.code for column in self.kind.columns if column.kind == AMOUNT)
        return {code: self.cleaned_data.get(f"unit-{code}", "") for code in columns}

    def clean(self) -> dict[str, Any]:
        """No head may be two columns."""
        given = super().clean() or {}
        taken: dict[str, str] = {}
        for column in self.kind.columns:
            at = given.get(f"at-{column.code}")
            if at and at in taken:
                says = gettext("This head has been chosen for “%(column)s” already.") % {"column": taken[at]}
                self.add_error(f"at-{column.code}", says)
            elif at:
                taken[at] = gettext(column.label)
        return given
