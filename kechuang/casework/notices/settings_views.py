"""How a person hears of notices: mail, quiet hours, and the secret address of their calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.notices import receiving
from kechuang.casework.notices.channel_views import KEEP
from kechuang.casework.notices.forms import AddressForm
from kechuang.casework.notices.mail import configured
from kechuang.casework.notices.models import Address, Feed
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from kechuang.web.forms import form_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import actor_of, signed_in


@signed_in
def settings(request: HttpRequest) -> HttpResponse:
    """Choose how often mail comes and when not; make or end the calendar's address."""
    actor, today = actor_of(request), clock.today()
    person = Person.objects.get(pk=actor.person)
    known = Address.objects.filter(person=person).first()
    form = AddressForm(
        request.POST if request.method == "POST" else None,
        initial={
            "email": known.email if known else person.email,
            "rhythm": known.rhythm if known else "daily",
            "quiet_from": known.quiet_from if known else None,
            "quiet_to": known.quiet_to if known else None,
        },
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        Address.objects.update_or_create(
            person=person,
            defaults={name: values[name] for name in ("email", "rhythm", "quiet_from", "quiet_to")},
            create_defaults={
                **{name: values[name] for name in ("email", "rhythm", "quiet_from", "quiet_to")},
                "since": clock.now(),
            },
        )
        messages.success(request, _("Your choice is kept."))
        return redirect("notices:settings")
    feed = Feed.objects.filter(person=person, ended_at__isnull=True).first()
    secret = request.session.get("notices.feed", "") if feed else ""
    address = request.build_absolute_uri(reverse("notices:feed", args=[secret])) if secret else ""
    actions = []
    if receiving.bodies_of(actor, KEEP, today):
        actions.append(Action(label=_("How our body hears"), url=reverse("notices:channels")))
    return form_page(
        request,
        form,
        title=_("How I hear of notices"),
        submit=_("Keep this"),
        template="notices/settings.html",
        context={"feed": feed, "feed_address": address, "sends_mail": configured()},
        cancel_url=reverse("notices:inbox"),
        crumbs=[Crumb(_("Notices"), reverse("notices:inbox"))],
        actions=actions,
    )
