"""A clerk prepares, an authorised person submits: requests kept as typed until somebody with the right sends them.

A package registers what can be prepared: ``register(Preparable(...))``. A prepared request is no case and leaves no
fact; the fact of the submission is by the person who submits, who sees exactly what is sent.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from kechuang.casework.act import Outcome
from kechuang.casework.files import bytes as kept
from kechuang.casework.files import fields
from kechuang.casework.files.models import StoredFile
from kechuang.casework.standard.models import Prepared
from kechuang.web.forms import KitForm
from kechuang.web.permissions import OWN_BODY, Actor, holding, register_role
from kechuang.web.slots import Words

WAITING, RETURNED, SUBMITTED, DROPPED = "waiting", "returned", "submitted", "dropped"
OPEN = (WAITING, RETURNED)
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "key", "declared", "prepare", "do", "remark"})

type Values = Mapping[str, list[str]]
type Files = MultiValueDict[str, UploadedFile] | None
type Carry = Callable[[dict[str, list[str]], Actor, Actor], dict[str, list[str]]]


def carry_evidence(values: dict[str, list[str]], giver: Actor, taker: Actor) -> dict[str, list[str]]:
    """Turn the signed names of kept files of one person into those of another, who hands them in from now on."""
    found = dict(values)
    for name, texts in values.items():
        file = fields.remembered(texts[0], giver) if name.endswith("_kept") and texts else None
        if file is not None:
            StoredFile.objects.filter(pk=file.pk).update(kept_by=taker.person)
            found[name] = [fields.token(file, taker)]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparable:
    """An opening move that one permission prepares and another submits.

    ``form(data, files, actor, on)`` makes the form (``data`` None: an empty one); ``body`` and ``title`` read a valid
    one; ``do(form, actor, key)`` hands it to the gateway; ``carry`` makes signed file names those of the submitter.
    """

    code: str
    word: Words
    prepare: str
    submit: str
    form: Callable[[Any, Files, Actor, date], KitForm]
    body: Callable[[Any], UUID]
    title: Callable[[Any], str]
    do: Callable[[Any, Actor, str], Outcome]
    carry: Carry = carry_evidence

    @property
    def role(self) -> str:
        """The role that exists only while a form is shown to somebody who prepares: it never acts."""
        return f"prepares.{self.code}"


PREPARABLE: dict[str, Preparable] = {}


def register(entry: Preparable, reads: Collection[str] = ()) -> None:
    """Make known what can be prepared; ``reads`` are further permissions that its form asks for its choices."""
    PREPARABLE[entry.code] = entry
    register_role(entry.role, OWN_BODY, (entry.submit, *reads))


def as_submitter(entry: Preparable, actor: Actor, on: date) -> Actor:
    """Give an actor for whom the form offers the choices of a submitter, in the bodies for which they may prepare.

    Only forms see this actor. What is sent to the gateway is always sent by the real one.
    """
    lent = tuple(replace(held, role=entry.role) for held in holding(actor, entry.prepare, on=on))
    return replace(actor, grants=(*actor.grants, *lent))


def bodies(actor: Actor, on: date, permission: str) -> set[UUID]:
    """Give the bodies for which an actor holds a permission."""
    return {held.body for held in holding(actor, permission, on=on)}


def may_prepare(entry: Preparable, actor: Actor, on: date) -> bool:
    """Say whether an actor may prepare such a request for some body."""
    return bool(bodies(actor, on, entry.prepare))


def may_submit(row: Prepared, actor: Actor, on: date) -> bool:
    """Say whether an actor may submit a prepared request."""
    entry = PREPARABLE[row.code]
    return row.body_id in bodies(actor, on, entry.submit)


def reachable(actor: Actor, on: date) -> QuerySet[Prepared]:
    """Give the prepared requests of the bodies for which an actor prepares or submits, newest first."""
    found = Q(pk__in=[])
    for entry in PREPARABLE.values():
        mine = bodies(actor, on, entry.prepare) | bodies(actor, on, entry.submit)
        if mine:
            found |= Q(code=entry.code, body__in=mine)
    return Prepared.objects.filter(found).exclude(state=DROPPED).select_related("body", "by", "case", "answered_by")


def waiting(actor: Actor, on: date) -> int:
    """Count what an actor has to do: submit what waits, mend what came back."""
    found = Q(pk__in=[])
    for entry in PREPARABLE.values():
        found |= Q(code=entry.code, state=WAITING, body__in=bodies(actor, on, entry.submit))
    found |= Q(state=RETURNED, by=actor.person)
    return Prepared.objects.filter(found).count() if actor.person else 0


def typed(form: KitForm) -> dict[str, list[str]]:
    """Give what was typed into a bound form, as it was typed."""
    data: Any = form.data
    lists = dict(data.lists()) if isinstance(data, QueryDict) else {name: [text] for name, text in data.items()}
    return {name: [str(text) for text in texts] for name, texts in lists.items() if _kept(name)}


def _kept(name: str) -> bool:
    return name not in NOT_KEPT and not name.startswith("_")


def data_of(values: Values) -> QueryDict:
    """Give kept values as a form reads them."""
    data = QueryDict(mutable=True)
    for name, texts in values.items():
        data.setlist(name, list(texts))
    return data


def shown(form: KitForm) -> list[tuple[str, str]]:
    """Give the fields of a valid form as label and text: exactly what will be sent."""
    rows = []
    for field in form.visible_fields():
        if field.name == "declared":
            continue
        text = _text(field.field, form.cleaned_data.get(field.name))
        if text:
            rows.append((str(field.label), text))
    return rows


def _text(field: Any, value: Any) -> str:  # noqa: ANN401 - any form field and its value
    if value in (None, "", [], False):
        return ""
    choices = getattr(field, "choices", None)
    if choices is not None:
        words = {str(code): str(word) for code, word in choices}
        values = value if isinstance(value, list | tuple | set) else [value]
        return "、".join(words.get(str(each), str(each)) for each in values)
    if hasattr(value, "name") and not isinstance(value, str):
        return str(value.name)
    prepared = field.prepare_value(value)
    return str(prepared)


def held_digests(digests: Collection[str]) -> set[str]:
    """Give those digests that open prepared requests still need: their files wait longer than a form does."""
    wanted = {name for row in Prepared.objects.filter(state__in=OPEN).values_list("files", flat=True) for name in row}
    return wanted & set(digests)


def digests_of(values: Values, giver: Actor) -> list[str]:
    """Give the digests of the kept files that values name."""
    found = []
    for name, texts in values.items():
        file = fields.remembered(texts[0], giver) if name.endswith("_kept") and texts else None
        if file is not None:
            found.append(file.digest)
    return found


def hold_files() -> None:
    """Tell the register of files that prepared requests hold theirs."""
    kept.register_holder("prepared", held_digests)
