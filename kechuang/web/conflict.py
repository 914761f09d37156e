"""Two people change one record: the second is shown both values, field by field, and nothing is overwritten unseen.

::

    now = conflict.Now(version=str(row.version), values=initial_of(row), by=…, at=…, refresh={"since_version": …})
    form = RecordForm(conflict.sent(request), initial=initial_of(row), …)
    if form.is_bound and form.is_valid():
        if (clash := conflict.answer(request, form, now, title=…, cancel_url=…)) is not None:
            return clash                                    # 409, with the choice for each field
        …act…
    return form_page(request, form, now=now, …)

The form carries the version and the values that it was opened with. Where the version is another one when it is sent,
the conflict page says for each field what it was, what the other made of it and what I typed. Sent again, it is an
ordinary form made of what was chosen, against the version that the page showed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from kechuang.web.page import page
from kechuang.web.slots import Words

VERSION, BASE, TAKE, THEIRS = "_version", "_base", "_take.", "_theirs."
SALT = "web.conflict"
MINE, OTHER = "mine", "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """A record as it stands: its version, its values by the form's field names, who changed it last and when.

    ``refresh`` are hidden fields of the form that must follow the version.
    """

    version: str
    values: Mapping[str, Any]
    by: Words = ""
    at: date | datetime | None = None
    refresh: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash:
    """One field in which the two differ, as the page shows it; ``both`` where both changed it."""

    name: str
    label: Words
    was: str
    theirs: str
    mine: str
    take: str
    both: bool


def carried(request: HttpRequest, form: forms.BaseForm, now: Now) -> dict[str, str]:
    """Give the hidden values that a form carries: those it was opened with, however often it comes back."""
    if form.is_bound and request.POST.get(VERSION) and request.POST.get(BASE):
        return {VERSION: request.POST[VERSION], BASE: request.POST[BASE]}
    return {VERSION: now.version, BASE: signing.dumps(texts(form, now.values), salt=SALT, compress=True)}


def texts(form: forms.BaseForm, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give values as the form's fields would send them."""
    found = {}
    for name, each in form.fields.items():
        if name in values and not each.widget.is_hidden:
            value = each.prepare_value(values[name])
            many = value if isinstance(value, list | tuple) else [value]
            found[name] = [_text(part) for part in many if part is not None and part is not False]
    return found


def _text(value: object) -> str:
    return "on" if value is True else str(value)


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what was sent, None where nothing was; the choices of a conflict page are already made in it."""
    if request.method != "POST":
        return None
    data = request.POST
    chosen = [key.removeprefix(TAKE) for key, value in data.items() if key.startswith(TAKE) and value == OTHER]
    if not chosen:
        return data
    merged = data.copy()
    for name in chosen:
        merged.setlist(name, data.getlist(f"{THEIRS}{name}"))
    return merged


def answer(
    request: HttpRequest,
    form: forms.BaseForm,
    now: Now,
    *,
    title: Words,
    cancel_url: str = "",
    **words: Any,  # noqa: ANN401 - handed to page()
) -> HttpResponse | None:
    """Give the conflict page where the record changed since the form was opened; None where nothing stands against it.

    A form that carries no version is not checked here: the act's own check must refuse it.
    """
    opened = request.POST.get(VERSION, "")
    if not opened or opened == now.version:
        return None
    rows = clashes(form, now, _base(request))
    if not rows:
        return None  # the other wrote what I wrote, or only what my form does not hold
    context = {
        "clashes": rows,
        "now": now,
        "hidden": _hidden(form, now, rows),
        "cancel_url": cancel_url or request.get_full_path(),
        "both": sum(row.both for row in rows),
    }
    return page(request, "web/conflict.html", context, title=title, failed=True, status=409, **words)


def _base(request: HttpRequest) -> dict[str, list[str]]:
    try:
        return signing.loads(request.POST.get(BASE, ""), salt=SALT)
    except signing.BadSignature:
        return {}


def clashes(form: forms.BaseForm, now: Now, base: Mapping[str, Sequence[str]]) -> list[Clash]:
    """Give the fields in which what I sent differs from what stands now; fields that only they changed take theirs."""
    theirs, found = texts(form, now.values), []
    for name, each in form.fields.items():
        if name not in theirs or each.disabled:
            continue
        mine = _sent(form, name)
        if not _differ(each, theirs[name], mine):
            continue
        was = list(base.get(name, theirs[name]))
        i_did, they_did = _differ(each, was, mine), _differ(each, was, theirs[name])
        found.append(
            Clash(
                name=name,
                label=each.label or name,
                was=_shown(each, was),
                theirs=_shown(each, theirs[name]),
                mine=_shown(each, mine),
                take=OTHER if they_did and not i_did else MINE,
                both=i_did and they_did,
            )
        )
    return found


def _sent(form: forms.BaseForm, name: str) -> list[str]:
    value = form.fields[name].widget.value_from_datadict(form.data, {}, form.add_prefix(name))
    many = value if isinstance(value, list | tuple) else [value]
    return [_text(part) for part in many if part is not None and part is not False]


def _differ(each: forms.Field, one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two values mean something else: 1,200 and 1200.00 yuan do not."""
    if list(one) == list(other):
        return False
    if len(one) <= 1 and len(other) <= 1 and not isinstance(each, forms.MultipleChoiceField | forms.BooleanField):
        return each.has_changed("".join(one), "".join(other))
    return list(one) != list(other)


def _shown(each: forms.Field, values: Sequence[str]) -> str:
    words = {
        str(code): str(word) for code, word in getattr(each, "choices", ()) or () if not isinstance(word, list | tuple)
    }
    return "\n".join(words.get(value, value) for value in values if value)


def _hidden(form: forms.BaseForm, now: Now, rows: Sequence[Clash]) -> list[tuple[str, str]]:
    """Everything that the form must send again: all my values, theirs where they differ, and the version shown."""
    theirs = texts(form, now.values)
    left_out = {VERSION, BASE, "csrfmiddlewaretoken", *now.refresh}
    pairs = [
        (name, value)
        for name in form.data
        if name not in left_out and not name.startswith((TAKE, THEIRS))
        for value in form.data.getlist(name)
    ]
    pairs += [(f"{THEIRS}{row.name}", value) for row in rows for value in theirs[row.name]]
    base = signing.dumps(json.loads(json.dumps(theirs)), salt=SALT, compress=True)
    return [*pairs, *now.refresh.items(), (VERSION, now.version), (BASE, base)]
