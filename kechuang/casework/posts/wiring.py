"""What this package lays on shared pages."""

from importlib import import_module
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import erasure
from kechuang.casework.models import Case
from kechuang.casework.posts import estates, opened, queries, succeeding
from kechuang.casework.posts.estates import Estate
from kechuang.casework.posts.models import Assignment, Invitation
from kechuang.casework.posts.requests import ASSIGN, BODIES, KEEP, MOVES, READ, USE
from kechuang.casework.registry import CaseKind, register_case
from kechuang.web import clock, interface, slots
from kechuang.web.accounts.models import Delegation, Filling, Person
from kechuang.web.permissions import actor_of, may


def register() -> None:
    """Register menu, panels and readers."""
    register_case(
        CaseKind(MOVES, KEEP, due={"rename": succeeding.due, "succeed": succeeding.due}, list_url="posts:posts")
    )
    _menu()
    slots.add_panel(
        "case", slots.Panel(template="posts/case_panel.html", context=assigned_to, permission=slots.SIGNED_IN)
    )
    slots.add_panel(
        "account", slots.Panel(template="posts/account_panel.html", context=my_duties, permission=slots.SIGNED_IN)
    )
    slots.add_link("delegations", lambda: reverse("posts:delegations"))
    for module in ("assigning", "delegating", "desk", "handing", "staffing"):
        import_module(f"kechuang.casework.posts.{module}")  # each registers its acts
    interface.register("office", "kechuang.casework.posts.api:router")
    opened.register()
    for code, label, listing, move in (
        ("posts", _("Posts"), estates.list_posts, estates.move_posts),
        ("cases", _("Cases that are not over"), estates.list_cases, estates.move_cases),
        ("accounts", _("Accounts"), estates.list_accounts, estates.move_accounts),
        ("grants", _("Roles of people"), estates.list_grants, estates.move_grants),
        ("parts", _("Bodies that belong to it"), estates.list_parts, estates.move_parts),
        ("invitations", _("Open invitations"), estates.list_invitations, estates.move_invitations),
    ):
        estates.register(Estate(code, label, listing, move))
    erasure.register_eraser("posts", forget)


def _menu() -> None:
    people = ("posts:person", "posts:invit", "posts:give", "posts:end")
    seats = ("posts:post", "posts:new-post", "posts:change", "posts:fill")
    bodies = ("posts:body", "posts:new-body", "posts:rename", "posts:merge", "posts:split", "posts:succession")
    entries = (
        ("mine", _("Assigned to my posts"), "posts:mine", USE, 15, (), has_post),
        ("mine", _("Delegations"), "posts:delegations", USE, 80, ("posts:delegat",), has_delegation),
        ("office", _("People"), "posts:people", READ, 10, people, None),
        ("office", _("Posts"), "posts:posts", READ, 20, seats, None),
        ("office", _("Handovers"), "posts:handovers", USE, 30, ("posts:hand",), has_handover),
        ("office", _("Bodies"), "posts:bodies", BODIES, 40, bodies, None),
    )
    slots.add_group("office", _("Office administration"), 35)
    for group, label, view, permission, order, match, shown in entries:
        slots.add_menu(
            slots.MenuEntry(
                group=group, label=label, view=view, permission=permission, order=order, match=match, shown=shown
            )
        )


def has_post(request: HttpRequest) -> bool:
    """Say whether the reader fills a post, or acts in one."""
    return bool(queries.my_posts(actor_of(request), clock.today()))


def has_delegation(request: HttpRequest) -> bool:
    """Say whether the reader has a post to delegate, or administers a body: the duties already read say so."""
    actor = actor_of(request)
    return has_post(request) or may(actor, KEEP, on=clock.today())


def has_handover(request: HttpRequest) -> bool:
    """Say whether the reader fills a post or administers a body."""
    return has_delegation(request)


def assigned_to(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Say on a case's page whose work it is, to those who may read the office's part."""
    actor, today = actor_of(request), clock.today()
    allowed = may(actor, ASSIGN, on=today, place=case.place, bodies=(case.office_id,))
    if case.kind == MOVES.kind or case.finished or not allowed:
        return None
    found = Assignment.objects.filter(case=case).select_related("post__body").first()
    return {"assignment": found, "url": reverse("posts:assign", args=[case.pk])}


def my_duties(request: HttpRequest) -> dict[str, Any] | None:
    """Give the posts that the reader fills, and those in which they act for others."""
    actor, today = actor_of(request), clock.today()
    fillings = Filling.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), person=actor.person)
    taken = Delegation.objects.filter(taker=actor.person, valid_to__gt=today)
    rows = list(fillings.select_related("post__body").order_by("valid_from", "pk"))
    acting = list(taken.select_related("post__body", "giver").order_by("valid_from", "pk"))
    return {"fillings": rows, "acting": acting} if rows or acting else None


def forget(person: Person) -> int:
    """End what an erased person fills, delegates and takes; empty the invitations that name them."""
    today = clock.today()
    open_rows = Q(valid_to=None) | Q(valid_to__gt=today)
    done = Filling.objects.filter(open_rows, person=person, valid_from__lte=today).update(valid_to=today)
    done += Filling.objects.filter(person=person, valid_from__gt=today).delete()[0]
    mine = Delegation.objects.filter(Q(giver=person) | Q(taker=person))
    done += mine.filter(valid_to__gt=today, valid_from__lte=today).update(valid_to=today)
    done += mine.filter(valid_from__gt=today).delete()[0]
    done += mine.exclude(reason="").update(reason="")
    return done + Invitation.objects.filter(person=person).exclude(name="").update(name="", email="")
