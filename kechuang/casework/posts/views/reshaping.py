"""Renaming, merging and splitting a body: fill in, look at what would move, confirm."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.act import Outcome
from kechuang.casework.posts import queries, succeeding
from kechuang.casework.posts.estates import ESTATES, held_by
from kechuang.casework.posts.forms import RenameForm, SucceedForm
from kechuang.casework.posts.items import OpenItem
from kechuang.casework.posts.requests import BODIES, Succeed
from kechuang.casework.posts.views.showing import Cell, Section, acting, crumb_bodies, posted
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, form_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import actor_of, requires

MOST_SINGLE = 60


def living_body(request: HttpRequest, identifier: UUID) -> Body:
    """Give a body that has not ended, or raise Http404."""
    rows = queries.bodies_in_reach(actor_of(request), BODIES, clock.today())
    found = rows.filter(pk=identifier, valid_to=None).first()
    if found is None:
        raise Http404
    return found


def _crumbs(found: Body) -> list[Crumb]:
    return [crumb_bodies(), Crumb(found.name, reverse("posts:body", args=[found.pk]))]


@requires(BODIES)
def rename(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give a body another name from a day on."""
    found = living_body(request, identifier)
    form = RenameForm(posted(request), initial={"day": clock.today(), "name": found.name, "name_en": found.name_en})

    def do(key: str) -> Outcome:
        values = form.cleaned_data
        wanted = Succeed(
            body=found.pk,
            succession=chance.uuid7(),
            kind=succeeding.RENAME,
            day=values["day"],
            name=values["name"],
            name_en=values["name_en"],
            document=values["document"],
        )
        return succeeding.succeed(wanted, by=actor_of(request), key=key)

    return acting(
        request,
        form,
        "rename",
        do,
        done=_("The new name stands from its day on; what was written before keeps the name of then."),
        to=reverse("posts:body", args=[found.pk]),
        title=_("Rename %(body)s") % {"body": found.name},
        submit=_("Rename"),
        crumbs=_crumbs(found),
    )


class PlacingForm(SucceedForm):
    """Successors and day, and where the things go: by kind, one by one, and the rest."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "successors": "act.target",
        "day": "act.day",
        "document": "act.basis",
        "confirmed": "act.agreed",
    }

    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, items: list[OpenItem], split: bool, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs, one=not split)
        self.items = items if split else []
        if not split:
            return
        bodies = [("", _("— choose —")), *self.fields["successors"].choices]  # type: ignore[attr-defined]  # a choice field
        for code in dict.fromkeys(item.kind for item in items):
            label = _("All of the kind “%(kind)s” go to") % {"kind": ESTATES[code].label}
            self.fields[f"kind_{code}"] = forms.ChoiceField(label=label, choices=bodies, required=False)
        for number, _item in enumerate(items[:MOST_SINGLE]):
            self.fields[f"item_{number}"] = forms.ChoiceField(
                label=_("Goes to"), choices=[("", _("as its kind")), *bodies[1:]], required=False
            )
        self.fields["rest"] = forms.ChoiceField(
            label=_("Everything else goes to"),
            choices=bodies,
            required=False,
            help_text=_("Needed for a later day: nobody knows yet what will have come by then."),
        )

    def request(self, body: UUID, kind: str) -> Succeed:
        """Give the request as filled in."""
        values = self.cleaned_data
        chosen = values["successors"]
        placed = {f"{name.removeprefix('kind_')}:*": each for name, each in values.items() if name.startswith("kind_")}
        singles = {item.key: values.get(f"item_{number}", "") for number, item in enumerate(self.items)}
        return Succeed(
            body=body,
            succession=chance.uuid7(),
            kind=kind,
            day=values["day"],
            successors=tuple(UUID(each) for each in ([chosen] if isinstance(chosen, str) else chosen)),
            placed={key: UUID(each) for key, each in {**placed, **singles}.items() if each},
            rest=UUID(values["rest"]) if values.get("rest") else None,
            document=values["document"],
        )


def candidates(found: Body) -> list[Body]:
    """Give the bodies into which one may go on: living ones of its kind, and of its province."""
    rows = Body.objects.filter(kind=found.kind, valid_to=None, place__startswith=found.place[:2])
    return list(rows.exclude(pk=found.pk).order_by("name", "pk")[:500])


@requires(BODIES)
def merge(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Let a body go on in another one."""
    return _reshape(request, living_body(request, identifier), succeeding.MERGE)


@requires(BODIES)
def split(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Let a body go on in several others; everything that it holds is placed."""
    return _reshape(request, living_body(request, identifier), succeeding.SPLIT)


def _reshape(request: HttpRequest, found: Body, kind: str) -> HttpResponseBase:
    is_split = kind == succeeding.SPLIT
    items = held_by(found.pk, clock.today())
    form = PlacingForm(
        posted(request),
        bodies=candidates(found),
        items=items,
        split=is_split,
        initial={"day": clock.today()},
    )
    sections: list[Section] = []
    ready = False
    if form.is_bound and form.is_valid():
        wanted, actor = form.request(found.pk, kind), actor_of(request)
        _items, targets = succeeding.preview(wanted)
        if isinstance(targets, Refusal):
            form.refuse(targets)
        elif not form.cleaned_data["confirmed"]:
            sections, ready = [_placed(items, targets)], True
        else:
            outcome = succeeding.succeed(wanted, by=actor, key=form.act_key(kind, actor.person))
            if outcome.refusal is None:
                messages.success(request, _("It is done, or planned for its day."))
                return redirect("posts:body", found.pk)
            form.refuse(outcome.refusal)
    title = _("Split %(body)s") if is_split else _("Merge %(body)s into another")
    return form_page(
        request,
        form,
        title=title % {"body": found.name},
        submit=_("Do it") if ready else _("Look at what would move"),
        template="posts/reshape.html",
        context={
            "sections": sections,
            "ready": ready,
            "lines": [(item, form[f"item_{number}"]) for number, item in enumerate(form.items[:MOST_SINGLE])],
            "held": len(items),
        },
        cancel_url=reverse("posts:body", args=[found.pk]),
        facts=[_("%(count)d things that it holds") % {"count": len(items)}],
        crumbs=_crumbs(found),
    )


def _placed(items: list[OpenItem], targets: dict[str, UUID]) -> Section:
    names = dict(Body.objects.filter(pk__in=set(targets.values())).values_list("pk", "name"))
    counts: dict[tuple[str, UUID], int] = {}
    for item in items:
        counts[item.kind, targets[item.key]] = counts.get((item.kind, targets[item.key]), 0) + 1
    rows = [(Cell(ESTATES[kind].label), Cell(count), Cell(names[body])) for (kind, body), count in counts.items()]
    return Section(_("What would move"), (_("Kind"), _("How many"), _("To")), rows, _("It holds nothing."))
