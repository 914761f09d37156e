"""Drafts of forms: what a signed-in person has typed and not yet sent is kept, and comes back with the form.

``forms.form_page`` does it for every ``KitForm``; a form may say ``drafts = False``, or name fields in ``not_kept``
whose text must never be stored. Never kept: files, passwords, hidden fields. A draft is no submission: nothing but the
form's own person ever reads it. It goes when the form is sent, when its person discards it, when its person goes, and
after ``KEPT_DAYS`` (our design).

The form carries a signed token: whose it is, which form, where it stands and which fields are kept. So a session that
ends while somebody types loses nothing: the values wait in the session of that browser until the same person signs in
again, and nobody else gets them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url

from kechuang.web import clock
from kechuang.web.models import Draft
from kechuang.web.permissions import actor_of

FIELD = "_draft"
HELD = "web.held"
SALT = "web.draft"
KEPT_DAYS = 90
MOST_CHARACTERS = 100_000

type Values = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Token:
    """What a form says about its draft: whose, which form, where, its title, the names of the fields kept."""

    person: UUID
    form: str
    path: str
    title: str
    names: tuple[str, ...]

    def write(self) -> str:
        """Sign it, so that it can stand in the form."""
        return signing.dumps(
            [self.person.hex, self.form, self.path, self.title, list(self.names)], salt=SALT, compress=True
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What the form's template needs: the token, and the draft that was brought back, if one was."""

    token: str
    draft: Draft | None


def read(text: str) -> Token | None:
    """Read a form's token; None where it is absent or altered."""
    try:
        person, form, path, title, names = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Token(UUID(person), form, path, title, tuple(names))


def kept_fields(form: forms.BaseForm) -> list[str]:
    """Give the fields whose text may be kept; none at all where the form asks for a password."""
    if any(isinstance(field.widget, forms.PasswordInput) for field in form.fields.values()):
        return []
    never: frozenset[str] = getattr(form, "not_kept", frozenset())
    return [
        name
        for name, field in form.fields.items()
        if name not in never
        and not field.disabled
        and not field.widget.is_hidden
        and not field.widget.needs_multipart_form
        and not isinstance(field.widget, forms.MultiWidget)
    ]


def attach(request: HttpRequest, form: forms.BaseForm, title: str) -> Shown | None:
    """Bring a draft back into an unbound form, and give what its template needs; None where nothing is kept."""
    person = actor_of(request).person
    names = kept_fields(form) if getattr(form, "drafts", True) else []
    if person is None or not names:
        return None
    code = f"{type(form).__module__}.{type(form).__qualname__}"[-120:]
    path = request.get_full_path()[:400]
    token = Token(person, code, path, title[:200], tuple(form.add_prefix(name) for name in names))
    take_over(request, person)
    draft = None if form.is_bound else Draft.objects.filter(person=person, form=code, path=path).first()
    if draft is not None:
        bring_back(form, draft.values, names)
    return Shown(token.write(), draft)


def bring_back(form: forms.BaseForm, values: Mapping[str, Any], names: Iterable[str]) -> None:
    """Lay kept values into an unbound form as if they were its initial ones; names that it has no longer are left."""
    data = QueryDict(mutable=True)
    for name, texts in values.items():
        data.setlist(name, texts)
    for name in names:
        known = form.add_prefix(name)
        if known in values or isinstance(form.fields[name].widget, forms.CheckboxInput):
            form.initial[name] = form.fields[name].widget.value_from_datadict(data, {}, known)


def values_of(data: QueryDict, token: Token) -> Values:
    """Give the values of a sent form that its token allows to keep."""
    return {name: [text.replace("\x00", "") for text in data.getlist(name)] for name in token.names if name in data}


def save(token: Token, values: Values) -> Draft | None:
    """Keep values; an empty form, or one too large, is not kept."""
    if not any(text.strip() for texts in values.values() for text in texts):
        return None
    if len(json.dumps(values, ensure_ascii=False)) > MOST_CHARACTERS:
        return None
    kept, _made = Draft.objects.update_or_create(
        person_id=token.person,
        form=token.form,
        path=token.path,
        defaults={"values": values, "title": token.title, "saved_at": clock.real_now()},
    )
    return kept


def forget(token: Token) -> None:
    """Drop the draft of a form that was sent."""
    Draft.objects.filter(person=token.person, form=token.form, path=token.path).delete()


def hold(request: HttpRequest, token: Token, values: Values) -> None:
    """Let values wait in this browser's session until their person signs in again."""
    if len(json.dumps(values, ensure_ascii=False)) <= MOST_CHARACTERS:
        request.session[HELD] = {"token": token.write(), "values": values}


def take_over(request: HttpRequest, person: UUID) -> None:
    """Turn what waits in the session into a draft of its person; what another person typed is dropped."""
    session = getattr(request, "session", None)
    held = session.pop(HELD, None) if session is not None and HELD in session else None
    token = read(held["token"]) if held else None
    if token is not None and token.person == person:
        save(token, held["values"])


def rescue(request: HttpRequest) -> bool:
    """Keep what was typed into a form that could not be taken at all; say whether it was kept."""
    token = sent_token(request)
    if token is None:
        return False
    values = values_of(request.POST, token)
    person = actor_of(request).person
    if person is None:
        hold(request, token, values)
        return True
    return person == token.person and save(token, values) is not None


def sent_token(request: HttpRequest) -> Token | None:
    """Give the token that a sent form carries."""
    if request.method != "POST" or request.content_type not in {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }:
        return None
    text = request.POST.get(FIELD, "")
    return read(text) if text else None


def is_sign_in(address: str) -> bool:
    """Say whether an address is the door."""
    return address.startswith(resolve_url(settings.LOGIN_URL))


def purge(now: datetime) -> int:
    """Forget drafts that nobody has touched for ``KEPT_DAYS``; give how many."""
    return Draft.objects.filter(saved_at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]
