"""Who saw what: for the person concerned, and for the keeper of a body."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.disclosures import queries
from kechuang.casework.disclosures.lists import DISCLOSURES
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import actor_of, signed_in


@signed_in
@require_safe
def disclosures(request: HttpRequest) -> HttpResponseBase:
    """List who opened restricted records of the reader and of the reader's body."""
    return list_page(
        DISCLOSURES,
        request,
        queries.of(actor_of(request)),
        title=_("Who saw what"),
        facts=[_("Each opening of a restricted record by an office is noted once a day; what it said is not")],
        crumbs=[Crumb(_("My account"), reverse("web:account"))],
    )
