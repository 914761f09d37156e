"""Posts: the list, one post, making, changing and filling it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.act import Outcome
from kechuang.casework.posts import queries, staffing
from kechuang.casework.posts.desk import allowed_roles
from kechuang.casework.posts.forms import FillForm, PostForm
from kechuang.casework.posts.items import open_items
from kechuang.casework.posts.lists import POSTS, roles_in_words, span_state
from kechuang.casework.posts.requests import KEEP, READ, FillPost, SetPost
from kechuang.casework.posts.views.inviting import kept_bodies
from kechuang.casework.posts.views.showing import Cell, Section, acting, crumb_posts, history_about, posted
from kechuang.web import chance, clock, slots
from kechuang.web.accounts.models import Body, Post
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of, may, requires
from kechuang.web.written import day


@requires(READ)
@require_safe
def posts(request: HttpRequest) -> HttpResponseBase:
    """List the posts of the bodies in reach."""
    actions = []
    if slots.allowed(request, KEEP):
        actions = [Action(label=_("Make a post"), url=reverse("posts:new-post"), primary=True)]
    return list_page(POSTS, request, queries.posts(actor_of(request), clock.today()), title=_("Posts"), actions=actions)


def keeps(request: HttpRequest, body: UUID) -> bool:
    """Say whether the reader administers a body."""
    return may(actor_of(request), KEEP, on=clock.today(), bodies=(body,))


def post_in_reach(request: HttpRequest, identifier: UUID) -> Post:
    """Give a post of a body in reach, or raise Http404."""
    found = queries.posts(actor_of(request), clock.today()).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


def kept_post(request: HttpRequest, identifier: UUID) -> Post:
    """Give a post of a body that the reader administers, or raise Http404."""
    found = post_in_reach(request, identifier)
    if not keeps(request, found.body_id):
        raise Http404
    return found


@requires(READ)
@require_safe
def post(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show a post: its duties, who fills it, who acts for whom, what waits there."""
    found = post_in_reach(request, identifier)
    actor, today = actor_of(request), clock.today()
    kept, mine = keeps(request, found.body_id), found.filler_id == actor.person  # type: ignore[attr-defined]  # annotated
    sections = []
    if kept or mine:
        sections = [_fillings(found), _delegations(found), _items(found)]
    actions = []
    if found.filler_id and (kept or mine):  # type: ignore[attr-defined]  # annotated
        actions.append(Action(label=_("Hand over"), url=reverse("posts:hand-over", args=[found.pk])))
    if kept:
        actions.append(Action(label=_("Change"), url=reverse("posts:change-post", args=[found.pk])))
        if not found.filler_id and (found.valid_to is None or found.valid_to > today):  # type: ignore[attr-defined]  # annotated
            actions.append(Action(label=_("Fill"), url=reverse("posts:fill-post", args=[found.pk]), primary=True))
    facts = [
        Fact(term=_("Body"), value=found.body.name),
        Fact(term=_("Duties"), value=roles_in_words(found.roles)),
        Fact(term=_("Filled by"), value=found.filler or _("nobody")),  # type: ignore[attr-defined]  # annotated
        Fact(term=_("From"), value=day(found.valid_from)),
        Fact(term=_("Until before"), value=day(found.valid_to) if found.valid_to else "—"),
    ]
    context = {
        "facts": facts,
        "state": span_state(found),
        "sections": sections,
        "history": history_about(found.body_id, found.pk) if kept else [],
    }
    return page(
        request,
        "posts/record.html",
        context,
        title=found.title,
        facts=[found.body.name],
        crumbs=[crumb_posts()],
        actions=actions,
    )


def _fillings(found: Post) -> Section:
    rows = found.fillings.select_related("person").order_by("-valid_from", "-pk")[:20]
    return Section(
        _("Who fills it"),
        (_("Person"), _("From"), _("Until before")),
        [
            (Cell(row.person.name), Cell(day(row.valid_from)), Cell(day(row.valid_to) if row.valid_to else "—"))
            for row in rows
        ],
        _("Nobody has filled this post yet."),
    )


def _delegations(found: Post) -> Section:
    rows = found.delegations.select_related("giver", "taker").order_by("-valid_to")[:20]
    return Section(
        _("Delegations"),
        (_("For whom"), _("Who acts"), _("From"), _("Until before")),
        [
            (
                Cell(row.giver.name, reverse("posts:delegation", args=[row.pk])),
                Cell(row.taker.name),
                Cell(day(row.valid_from)),
                Cell(day(row.valid_to)),
            )
            for row in rows
        ],
        _("Nobody acts for this post."),
    )


def _items(found: Post) -> Section:
    items = open_items(None, [found.pk])
    rows = [(Cell(item.title, item.url), Cell(day(item.due_on) if item.due_on else "—")) for item in items[:50]]
    return Section(_("Open here"), (_("Item"), _("Due")), rows, _("Nothing is assigned to this post."))


@requires(KEEP)
def new_post(request: HttpRequest) -> HttpResponseBase:
    """Make a post in a body that the reader administers (``?body=`` where there are several)."""
    bodies = kept_bodies(request)
    if not bodies:
        raise Http404
    wanted = request.GET.get("body", "")
    body = next((each for each in bodies if str(each.pk) == wanted), bodies[0])
    return _set(request, body, None)


@requires(KEEP)
def change_post(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Change a post's title, duties or days."""
    found = kept_post(request, identifier)
    return _set(request, found.body, found)


def _set(request: HttpRequest, body: Body, found: Post | None) -> HttpResponseBase:
    known = (
        {"since": clock.today()}
        if found is None
        else {
            "title": found.title,
            "roles": found.roles,
            "since": found.valid_from,
            "until": found.valid_to,
        }
    )
    form = PostForm(posted(request), roles=allowed_roles(body), initial=known)
    identifier = found.pk if found else chance.uuid7()

    def do(key: str) -> Outcome:
        values = form.cleaned_data
        wanted = SetPost(
            body=body.pk,
            post=identifier,
            title=values["title"],
            roles=tuple(values["roles"]),
            since=values["since"],
            until=values["until"],
        )
        return staffing.set_post(wanted, by=actor_of(request), key=key)

    back = reverse("posts:post", args=[found.pk]) if found else reverse("posts:posts")
    title = _("Change the post %(title)s") % {"title": found.title} if found else _("Make a post")
    return acting(
        request,
        form,
        "post",
        do,
        done=_("The post stands."),
        to=back,
        title=title,
        submit=_("Save"),
        facts=[body.name],
        crumbs=[crumb_posts()],
    )


@requires(KEEP)
def fill_post(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Let one of the body's people fill a vacant post."""
    found = kept_post(request, identifier)
    people = queries.members(found.body_id, clock.today())
    form = FillForm(posted(request), people=people, initial={"since": clock.today()})

    def do(key: str) -> Outcome:
        values = form.cleaned_data
        wanted = FillPost(body=found.body_id, post=found.pk, person=UUID(values["person"]), since=values["since"])
        return staffing.fill_post(wanted, by=actor_of(request), key=key)

    back = reverse("posts:post", args=[found.pk])
    return acting(
        request,
        form,
        "fill",
        do,
        done=_("The post is filled."),
        to=back,
        title=_("Fill the post %(title)s") % {"title": found.title},
        submit=_("Fill it"),
        lead=_("Somebody who is not among the people yet is invited to the post by a link."),
        crumbs=[crumb_posts(), Crumb(found.title, back)],
    )
