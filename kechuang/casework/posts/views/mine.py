"""A case becomes the work of a post: the page for it, and the box of one's own posts."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kechuang.casework import queries as cases
from kechuang.casework.act import Outcome
from kechuang.casework.lists import CASES
from kechuang.casework.posts import assigning, queries
from kechuang.casework.posts.forms import KeyedForm
from kechuang.casework.posts.models import Assignment
from kechuang.casework.posts.requests import ASSIGN, USE
from kechuang.casework.posts.views.showing import acting, posted
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.forms import UNTIL
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import actor_of, requires


class AssignForm(KeyedForm):
    """The post whose work a case becomes."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "post": "act.target",
    }

    post = forms.ChoiceField(label=gettext_lazy("Post"))


@requires(ASSIGN)
def assign(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Make a case the work of a post."""
    actor = actor_of(request)
    case = cases.cases(actor, clock.today()).filter(pk=identifier).first()
    if case is None:
        raise Http404
    posts = assigning.posts_for(case, actor)
    known = Assignment.objects.filter(case=case).values_list("post", flat=True).first()
    form = AssignForm(posted(request), initial={"post": str(known or "")})
    form.fields["post"].choices = [  # type: ignore[attr-defined]  # a choice field
        ("", _("— choose —")),
        *((str(post.pk), f"{post.title} · {post.body.name}") for post in posts),
    ]
    if not posts:
        form.refuse(Refusal("posts.nobody_able", {}))

    def do(key: str) -> Outcome:
        return assigning.assign(case.pk, UUID(form.cleaned_data["post"]), by=actor, key=key)

    return acting(
        request,
        form,
        "assign",
        do,
        done=_("The case is assigned."),
        to=reverse("casework:case", args=[case.pk]),
        title=_("Assign %(case)s to a post") % {"case": case.title},
        submit=_("Assign"),
        lead=_("The case stays with the office; the post says whose work it is. A handover of the post finds it."),
        crumbs=[Crumb(case.title, reverse("casework:case", args=[case.pk]))],
    )


@requires(USE)
@require_safe
def my_posts(request: HttpRequest) -> HttpResponseBase:
    """List the unfinished cases that are assigned to the reader's posts."""
    rows = queries.my_posts_cases(actor_of(request), clock.today())
    return list_page(CASES, request, rows, title=_("Assigned to my posts"), crumbs=[Crumb(_("Inbox"))])
