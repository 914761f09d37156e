"""Handover of a post, end of somebody's access, and the printed list of what was handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kechuang.casework.posts import handing, queries
from kechuang.casework.posts.desk import leaving_items
from kechuang.casework.posts.forms import KeyedForm, person_choices
from kechuang.casework.posts.items import KINDS, OpenItem
from kechuang.casework.posts.lists import HANDOVERS
from kechuang.casework.posts.requests import KEEP, USE, HandOver
from kechuang.casework.posts.views.people import person_in_reach
from kechuang.casework.posts.views.seats import keeps
from kechuang.casework.posts.views.showing import crumb_people, crumb_posts, posted
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Filling, Person, Post
from kechuang.web.forms import UNTIL, form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb, page
from kechuang.web.permissions import actor_of, requires

MOST_SINGLE = 60


class HandOverForm(KeyedForm):
    """Who fills the posts left, where the rest goes, and where single items go."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "rest": "act.target",
    }

    rest = forms.ChoiceField(
        label=gettext_lazy("Everything without a place goes to"),
        required=False,
        help_text=gettext_lazy("Needed where nobody fills the post after you. Every item must have a filled post."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - handed on
        left: Sequence[Post],
        people: list[Person],
        posts: list[tuple[str, str]],
        items: int,
        **kw: Any,  # noqa: ANN401 - handed on
    ) -> None:
        super().__init__(*args, **kw)
        nobody = ("", _("— nobody, the post stays vacant —"))
        for post in left:
            self.fields[f"successor_{post.pk.hex}"] = forms.ChoiceField(
                label=_("Who fills “%(post)s” from today on") % {"post": post.title},
                choices=[nobody, *person_choices(people)],
                required=False,
            )
        options = [("", _("— choose —")), *posts]
        self.fields["rest"].choices = options  # type: ignore[attr-defined]  # a choice field
        for number in range(min(items, MOST_SINGLE)):
            self.fields[f"item_{number}"] = forms.ChoiceField(
                label=_("Goes to"), choices=[("", _("as above")), *posts], required=False
            )
        self.order_fields(["key", *(f"successor_{post.pk.hex}" for post in left), "rest"])


@dataclass(frozen=True, slots=True)
class Line:
    """One open item on the page, with the field that places it."""

    number: int
    kind: str
    item: OpenItem
    field: Any


@requires(USE)
def hand_over_post(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Hand over a post: its filler does, or the body's administrator."""
    post = Post.objects.select_related("body").filter(pk=identifier).first()
    actor, today = actor_of(request), clock.today()
    filling = (
        Filling.objects.filter(post=post, valid_from__lte=today).exclude(valid_to__lte=today).order_by("-pk").first()
    )
    allowed = post is not None and (
        keeps(request, post.body_id) or (filling is not None and filling.person_id == actor.person)
    )
    if post is None or not allowed or filling is None:
        raise Http404
    person = Person.objects.get(pk=filling.person_id)
    crumbs = [crumb_posts(), Crumb(post.title, reverse("posts:post", args=[post.pk]))]
    title = _("Hand over %(post)s") % {"post": post.title}
    return _handing(request, post.body, person, [post], access=False, title=title, crumbs=crumbs)


@requires(KEEP)
def end_access(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """End somebody's access to a body: everything that is open with them is handed over first, in the same act."""
    person, body = person_in_reach(request, identifier)
    left = list(Post.objects.filter(pk__in=handing.posts_of(person.pk, body.pk)).order_by("title", "pk"))
    crumbs = [crumb_people(), Crumb(person.name, reverse("posts:person", args=[person.pk]) + f"?body={body.pk}")]
    title = _("End the access of %(name)s") % {"name": person.name}
    return _handing(request, body, person, left, access=True, title=title, crumbs=crumbs)


def _handing(
    request: HttpRequest,
    body: Body,
    person: Person,
    left: Sequence[Post],
    *,
    access: bool,
    title: str,
    crumbs: Sequence[Crumb],
) -> HttpResponseBase:
    today = clock.today()
    wanted = HandOver(
        body=body.pk, handover=chance.uuid7(), person=person.pk, left=tuple(p.pk for p in left), access=access
    )
    items = leaving_items(wanted, today)
    people = queries.members(body.pk, today, but=person.pk)
    form = HandOverForm(
        posted(request), left=left, people=people, posts=_targets(body.pk, person.pk, left, today), items=len(items)
    )
    if form.is_bound and form.is_valid():
        actor = actor_of(request)
        request_made = _filled_in(wanted, form, left, items, actor.person)
        outcome = handing.hand_over(request_made, by=actor, key=form.act_key("hand-over", actor.person))
        if outcome.refusal is None:
            messages.success(request, _("Everything is handed over."))
            return (
                redirect("posts:handover", request_made.handover)
                if not outcome.repeated
                else redirect("posts:handovers")
            )
        form.refuse(outcome.refusal)
    lines = [
        Line(number + 1, str(KINDS[item.kind].label), item, form[f"item_{number}"] if number < MOST_SINGLE else None)
        for number, item in enumerate(items)
    ]
    effects = [_("Nothing is lost: every item below has a filled post afterwards, or nothing is changed.")]
    if access:
        effects.append(
            _("All posts and roles of %(name)s at %(body)s end today.") % {"name": person.name, "body": body.name}
        )
    return form_page(
        request,
        form,
        title=title,
        submit=_("End access and hand over") if access else _("Hand over"),
        template="posts/hand_over.html",
        context={"lines": lines, "effects": effects, "body": body, "person": person, "left": left, "today": today},
        cancel_url=crumbs[-1].url,
        facts=[body.name, person.name],
        crumbs=list(crumbs),
    )


def _targets(body: UUID, leaver: UUID, left: Sequence[Post], today: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a day
    """Give the posts of the body that may take items: those left (if somebody fills them) and those others fill."""
    rows = Filling.objects.filter(post__body=body, valid_from__lte=today).exclude(valid_to__lte=today)
    others = rows.exclude(person=leaver).select_related("post", "person").order_by("post__title", "pk")
    known = {str(row.post_id): f"{row.post.title} · {row.person.name}" for row in others}
    return [*((str(post.pk), _("%(post)s (whoever fills it)") % {"post": post.title}) for post in left), *known.items()]


def _filled_in(
    wanted: HandOver, form: HandOverForm, left: Sequence[Post], items: Sequence[OpenItem], by: UUID | None
) -> HandOver:
    values = form.cleaned_data
    successors = {post.pk: values[f"successor_{post.pk.hex}"] for post in left}
    placed = {item.key: values.get(f"item_{number}", "") for number, item in enumerate(items)}
    return HandOver(
        body=wanted.body,
        handover=wanted.handover,
        person=wanted.person,
        left=wanted.left,
        successions={post: UUID(who) for post, who in successors.items() if who},
        placed={key: UUID(post) for key, post in placed.items() if post},
        rest=UUID(values["rest"]) if values["rest"] else None,
        access=wanted.access,
        by=by,
    )


@requires(USE)
@require_safe
def handovers(request: HttpRequest) -> HttpResponseBase:
    """List the handovers that the reader took part in or administers."""
    return list_page(HANDOVERS, request, queries.handovers(actor_of(request), clock.today()), title=_("Handovers"))


@requires(USE)
@require_safe
def handover(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show a handover as a list to print and sign."""
    found = queries.handovers(actor_of(request), clock.today()).filter(pk=identifier).first()
    if found is None:
        raise Http404
    rows = list(found.items.select_related("post", "person", "left").order_by("kind", "due_on", "pk"))
    labels = {code: str(kind.label) for code, kind in KINDS.items()}
    context = {
        "handover": found,
        "rows": [(number, labels.get(row.kind, row.kind), row) for number, row in enumerate(rows, 1)],
        "takers": sorted({row.person.name for row in rows if row.person}),
    }
    return page(
        request,
        "posts/handover.html",
        context,
        title=_("List of what was handed over"),
        facts=[found.body.name, found.on.isoformat()],
        crumbs=[Crumb(_("Handovers"), reverse("posts:handovers"))],
    )
