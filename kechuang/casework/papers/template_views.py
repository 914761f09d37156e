"""Pages of an office's own templates: all marks, upload with its check, versions, and a template filled."""

import io
from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework.files import bytes as kept
from kechuang.casework.files.views import attachment
from kechuang.casework.papers import checking, making, offering, reach
from kechuang.casework.papers.kinds import KINDS
from kechuang.casework.papers.models import OfficeTemplate
from kechuang.casework.papers.views import file_name, paper_or_404, site
from kechuang.web import clock
from kechuang.web.forms import UNTIL, KitForm, form_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import DONE, VOID, State
from kechuang.web.permissions import Actor, actor_of, requires

GET_POST = ("GET", "HEAD", "POST")


class TemplateForm(KitForm):
    """An office's own Word or Excel file, and what it is for."""

    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "office": "act.office",
        "target": "act.choice",
        "file": "document.file",
    }

    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=None, empty_label=None)
    target = forms.ChoiceField(label=gettext_lazy("For"))
    file = forms.FileField(
        label=gettext_lazy("Template"),
        help_text=gettext_lazy("Word (.docx) or Excel (.xlsx) without macros, at most 5 MB"),
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx"}),
    )

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offices: forms.ModelChoiceField = self.fields["office"]  # type: ignore[assignment]  # declared above
        offices.queryset = reach.template_offices(actor, clock.today())
        self.fields["target"].choices = offering.targets()  # type: ignore[attr-defined]  # a choice field


def crumbs() -> list[Crumb]:
    """The way to the templates."""
    return [Crumb(_("Documents"), reverse("papers:papers")), Crumb(_("Our own templates"), reverse("papers:templates"))]


@requires(reach.TEMPLATES)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The templates of the reader's offices, those in use first."""
    rows = [
        {"template": each, "target": offering.target_word(each.target), "state": state_of(each)}
        for each in reach.templates(actor_of(request), clock.today()).order_by("target", "media", "-version")
    ]
    return page(
        request,
        "papers/templates.html",
        {"rows": rows},
        title=_("Our own templates"),
        crumbs=crumbs()[:1],
        actions=[
            Action(label=_("All marks"), url=reverse("papers:marks")),
            Action(label=_("Upload a template"), url=reverse("papers:template-new"), primary=True),
        ],
    )


def state_of(template: OfficeTemplate) -> State:
    """In use, or retired."""
    if template.retired_on is None:
        return State(_("in use"), DONE, "in_use")
    return State(_("retired"), VOID, "retired")


@requires(reach.TEMPLATES)
@require_safe
def marks(request: HttpRequest) -> HttpResponse:
    """All marks that a template may hold, for each kind of paper and each list."""
    samples = [(target, word, offering.sample(target)) for target, word in offering.targets()]
    shown = [(target, word, sample.values, sample.columns) for target, word, sample in samples]
    return page(
        request,
        "papers/marks.html",
        {"shown": shown, "open": "{{", "close": "}}"},
        title=_("All marks"),
        crumbs=crumbs(),
    )


@requires(reach.TEMPLATES)
@require_http_methods(GET_POST)
def upload(request: HttpRequest) -> HttpResponse:
    """Take in a template; one with a mark that nothing stands for comes back with the nearest ones."""
    actor = actor_of(request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TemplateForm(*given, actor=actor, initial={"target": request.GET.get("target", "")})
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        made = checking.take(values["file"], office=values["office"], target=values["target"], by=actor)
        if isinstance(made, OfficeTemplate):
            messages.success(request, _("The template is in use."))
            return redirect("papers:template", made.pk)
        form.refuse(made)
    return form_page(
        request,
        form,
        title=_("Upload a template"),
        submit=_("Check it and take it in"),
        cancel_url=reverse("papers:templates"),
        lead=_("Write marks such as {{case.number}} where values shall stand; the page “All marks” lists them."),
        crumbs=crumbs(),
        actions=[Action(label=_("All marks"), url=reverse("papers:marks"))],
    )


def template_or_404(request: HttpRequest, identifier: UUID) -> OfficeTemplate:
    """Give a template of the reader's offices."""
    found = reach.templates(actor_of(request), clock.today()).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


@requires(reach.TEMPLATES)
@require_safe
def template(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A template: what it is for, its marks, its versions."""
    found = template_or_404(request, identifier)
    rows = reach.templates(actor_of(request), clock.today()).filter(
        office=found.office, target=found.target, media=found.media
    )
    actions = [Action(label=_("Download"), url=reverse("papers:template-file", args=[found.pk]), download=True)]
    if found.retired_on is None:
        url = reverse("papers:template-retire", args=[found.pk])
        actions.insert(0, Action(label=_("Retire it"), url=url, post=True, danger=True, values={}))
    actions.append(
        Action(
            label=_("Upload a new version"), url=f"{reverse('papers:template-new')}?target={found.target}", primary=True
        )
    )
    return page(
        request,
        "papers/template.html",
        {
            "template": found,
            "state": state_of(found),
            "versions": [(each, state_of(each)) for each in rows],
            "of_list": found.target.startswith(offering.LIST),
        },
        title=found.name,
        facts=[offering.target_word(found.target), found.office.name],
        crumbs=crumbs(),
        actions=actions,
    )


@requires(reach.TEMPLATES)
@require_safe
def file(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """A template as it was uploaded."""
    found = template_or_404(request, identifier)
    try:
        data = kept.read(found.digest)
    except kept.MissingFileError:
        raise Http404 from None
    return attachment(io.BytesIO(data), found.name)


@requires(reach.TEMPLATES)
@require_POST
def retire(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a template out of use; it stays readable."""
    found = template_or_404(request, identifier)
    OfficeTemplate.objects.filter(pk=found.pk, retired_on=None).update(retired_on=clock.today())
    messages.success(request, _("The template is no longer in use."))
    return redirect("papers:template", found.pk)


@requires(reach.TEMPLATES)
@require_safe
def filled(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """A paper's data in one of the office's own templates."""
    paper = paper_or_404(request, identifier)
    if "template" not in request.GET:
        return redirect("papers:paper", paper.pk)
    try:
        own = template_or_404(request, UUID(request.GET["template"]))
    except ValueError:
        raise Http404 from None
    kind = KINDS.get(paper.kind)
    if kind is None or own.target != paper.kind:
        raise Http404
    made = making.make(
        kind, paper.case, on=clock.today(), site=site(request), language=paper.language, typed=paper.typed
    )
    try:
        data = offering.fill(own, made.filling)
    except kept.MissingFileError:
        raise Http404 from None
    return attachment(io.BytesIO(data), file_name(paper, own.media))
