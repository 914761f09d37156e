"""Delegations: mine, those that I have taken, those of the bodies that I administer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.act import Outcome
from kechuang.casework.posts import delegating, queries
from kechuang.casework.posts.desk import in_force
from kechuang.casework.posts.forms import DelegateForm
from kechuang.casework.posts.lists import DELEGATIONS, span_state
from kechuang.casework.posts.requests import USE, Delegate
from kechuang.casework.posts.views.showing import acting, confirming, posted
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Filling, Person, Post
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, requires
from kechuang.web.refusals import sentence
from kechuang.web.written import day


def crumb() -> Crumb:
    """Give the way back to the delegations."""
    return Crumb(_("Delegations"), reverse("posts:delegations"))


@requires(USE)
@require_safe
def delegations(request: HttpRequest) -> HttpResponseBase:
    """List the delegations that concern the reader."""
    actor, today = actor_of(request), clock.today()
    return list_page(
        DELEGATIONS,
        request,
        queries.delegations(actor, today),
        title=_("Delegations"),
        facts=[_("Whoever acts for another counts as both: neither may check what the other prepared.")],
        actions=[Action(label=_("Delegate a post"), url=reverse("posts:delegate"), primary=True)],
    )


def giving(request: HttpRequest) -> dict[UUID, tuple[Post, UUID]]:
    """Give the filled posts that the reader may delegate, with who fills them: one's own, and administered ones."""
    actor, today = actor_of(request), clock.today()
    kept = queries.bodies_in_reach(actor, "people:keep", today).values("pk")
    rows = Filling.objects.filter(in_force(today), in_force(today, "post__")).select_related("post__body")
    mine = rows.filter(person=actor.person) | rows.filter(post__body__in=kept)
    return {row.post_id: (row.post, row.person_id) for row in mine.order_by("post__title", "pk")[:300]}


def _takers(posts: dict[UUID, tuple[Post, UUID]]) -> list[Person]:
    bodies = {post.body_id for post, _giver in posts.values()}
    found = {each.pk: each for body in bodies for each in queries.members(body, clock.today())}
    return sorted(found.values(), key=lambda each: (each.name, each.pk))


def _no_post(request: HttpRequest) -> HttpResponseBase:
    """Say that there is nothing to delegate, and who gives a post, where a form would have nothing to choose from."""
    return page(
        request,
        "posts/nothing.html",
        {"said": sentence(Refusal("posts.no_own_post", {})), "back": reverse("posts:delegations")},
        title=_("Delegate a post"),
        crumbs=[crumb()],
    )


@requires(USE)
def delegate(request: HttpRequest) -> HttpResponseBase:
    """Let somebody else do the duties of a post for some days."""
    posts = giving(request)
    if not posts:
        return _no_post(request)
    form = DelegateForm(
        posted(request),
        posts=[post for post, _giver in posts.values()],
        people=[each for each in _takers(posts) if {each.pk} != {giver for _post, giver in posts.values()}],
        initial={"since": clock.today(), "post": request.GET.get("post", "")},
    )

    def do(key: str) -> Outcome:
        values = form.cleaned_data
        post, giver = posts[UUID(values["post"])]
        wanted = Delegate(
            body=post.body_id,
            delegation=chance.uuid7(),
            post=post.pk,
            giver=giver,
            taker=UUID(values["taker"]),
            since=values["since"],
            until=values["until"],
            reason=values["reason"],
        )
        return delegating.delegate(wanted, by=actor_of(request), key=key)

    return acting(
        request,
        form,
        "delegate",
        do,
        done=_("The delegation stands."),
        to=reverse("posts:delegations"),
        title=_("Delegate a post"),
        submit=_("Delegate"),
        lead=_("It reaches as far as the post, cannot be passed on, and ends by itself."),
        crumbs=[crumb()],
    )


@requires(USE)
def delegation(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show a delegation, and end it by hand."""
    found = queries.delegations(actor_of(request), clock.today()).filter(pk=identifier).first()
    if found is None:
        raise Http404
    said = _("%(taker)s acts for %(giver)s as %(post)s from %(since)s until before %(until)s (%(state)s).") % {
        "taker": found.taker.name,
        "giver": found.giver.name,
        "post": found.post.title,
        "since": day(found.valid_from),
        "until": day(found.valid_to),
        "state": span_state(found).word,
    }
    return confirming(
        request,
        "end-delegation",
        lambda key: delegating.end_delegation(found, by=actor_of(request), key=key),
        effects=[
            said,
            _("If you end it now, it holds no longer from today on; what was done under it stays as it is."),
        ],
        done=_("The delegation has ended."),
        to=reverse("posts:delegations"),
        title=_("Delegation of %(post)s") % {"post": found.post.title},
        submit=_("End it now"),
        crumbs=[crumb()],
    )
