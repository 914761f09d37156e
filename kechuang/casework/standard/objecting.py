"""Objecting without an account: the form that stands behind a public notice. The office sees it and decides it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kechuang.casework.models import Case, Step
from kechuang.casework.standard import acts, declare
from kechuang.casework.standard.form_base import ABOUT, UNTIL, text_field
from kechuang.casework.standard.requests import Object
from kechuang.casework.standard.rules.holding import LONGEST_CONTACT, LONGEST_NAME
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock, limits
from kechuang.web.forms import KitForm, form_page
from kechuang.web.page import Crumb, page
from kechuang.web.parts import Empty
from kechuang.web.permissions import SYSTEM, actor_of, public

# Our design: as many as one address may hand in within an hour, so that nobody floods an office.
PER_HOUR, HOUR = 5, 3600


class PublicObjectionForm(KitForm):
    """What is wrong and why; name and contact only for who wants to be answered."""

    about = ABOUT
    owner = "city_checker"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
        "name": "account.name",
        "contact": "act.contact",
    }

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = text_field(gettext_lazy("What you object to, and why"), rows=6)
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Optional. Only the office that decides reads it."),
    )
    contact = forms.CharField(
        label=gettext_lazy("How we can reach you"),
        required=False,
        max_length=LONGEST_CONTACT,
        help_text=gettext_lazy("Optional. Without it the office cannot answer you; it decides all the same."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()

    def ask_for_name(self, known: str) -> None:
        """Who objects here says who they are; somebody who signed in has said so already."""
        name = self.fields["name"]
        name.required, name.initial = True, known
        name.help_text = gettext_lazy("Needed here. Only the office that decides reads it.")

    def request(self, case: UUID) -> Object:
        """Object for nobody but oneself."""
        values = self.cleaned_data
        return Object(case=case, reason=values["reason"], name=values["name"], contact=values["contact"])


def noticed(identifier: UUID, on: date) -> Case:
    """Give a case that stands in a public notice against which anybody may object. Raises Http404."""
    case = Case.objects.filter(pk=identifier).first()
    declared = declare.declared(case.kind).objections if case else None
    if case is None or declared is None or not declared.public or case.state not in declared.states.split():
        raise Http404
    if case.due_on is not None and case.due_on < on and not case.hold:
        raise Http404
    return case


def notice_url(case: Case) -> str:
    """Give the address of the public notice of a case."""
    declared = declare.declared(case.kind).objections
    return reverse(declared.page, args=[case.pk]) if declared and declared.page else "/"


def over_limit(request: HttpRequest) -> Refusal | None:
    """Refuse when one address hands in too many within the hour."""
    if limits.hit(f"objection:{limits.address(request)}", HOUR) <= PER_HOUR:
        return None
    return Refusal("casework.objections_too_many", {"limit": PER_HOUR})


@public
@require_http_methods(("GET", "HEAD", "POST"))
def objection(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Object against what a public notice says, without an account."""
    case = noticed(identifier, clock.today())
    sent = request.method == "POST"
    key = f"public:{case.pk.hex}:{request.POST.get('key') or chance.random_id()}" if sent else ""
    if sent and Step.objects.filter(key=key).exists():
        return _thanks(request, case)
    if case.hold:
        return _waits(request, case)
    form = PublicObjectionForm(request.POST if sent else None)
    declared = declare.declared(case.kind).objections
    if declared is not None and declared.named:
        form.ask_for_name(actor_of(request).name)
    if sent and form.is_valid():
        refusal = over_limit(request)
        if refusal is None:
            refusal = acts.take(case.kind, declare.OBJECT, form.request(case.pk), by=SYSTEM, key=key).refusal
        if refusal is None:
            return _thanks(request, case)
        form.refuse(refusal)
    return form_page(
        request,
        form,
        title=_("Object to this notice"),
        submit=_("Hand in the objection"),
        lead=_("Your objection holds the case until the office has decided it. It is not published."),
        cancel_url=notice_url(case),
        crumbs=_crumbs(case),
        facts=[case.number],
    )


def _crumbs(case: Case) -> list[Crumb]:
    return [Crumb(_("Public notice"), notice_url(case)), Crumb(_("Object to this notice"))]


def _thanks(request: HttpRequest, case: Case) -> HttpResponse:
    messages.success(
        request, _("Your objection has reached the office. The case is held until it is decided (%s).") % case.number
    )
    return redirect(notice_url(case))


def _waits(request: HttpRequest, case: Case) -> HttpResponse:
    said = Empty(sentence=_("An objection is being decided already. You may object again after that."))
    return page(
        request, "standard/nothing.html", {"said": said}, title=_("Object to this notice"), crumbs=_crumbs(case)
    )
