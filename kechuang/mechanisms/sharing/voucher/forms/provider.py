"""Forms of the provider list: apply, check, list, renew, refuse, suspend, reinstate, remove."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import words
from kechuang.mechanisms.sharing.voucher.forms.base import (
    ActForm,
    NoteForm,
    bodies,
    choose,
    chosen,
    grants,
    reason_field,
)
from kechuang.mechanisms.sharing.voucher.overview import authorities, payer_of
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.web.forms import DayField, Known
from kechuang.web.parts import Source


class _Offering(ActForm):
    elements: ClassVar[Mapping[str, str]] = {
        "services": "provider.services",
        "regions": "provider.regions",
    }
    services = forms.MultipleChoiceField(label=_("Services"), required=False, widget=forms.CheckboxSelectMultiple)
    regions = forms.MultipleChoiceField(
        label=_("Serves the firms of"),
        required=False,
        help_text=_("Regions whose firms may pay this provider by voucher."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = words.all_services()  # type: ignore[attr-defined]  # a choice field
        self.fields["regions"].choices = words.regions(authorities())  # type: ignore[attr-defined]  # a choice field


class ApplyProviderForm(_Offering):
    """A body asks its own region to list it."""

    about = "sharing.voucher.provider"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "body": "act.body",
    }

    body = forms.ChoiceField(label=_("Organisation"), widget=forms.RadioSelect)
    field_order = ("key", "body", "services", "regions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.known_bodies = bodies(grants(self.subject, "provider:apply", own=True))
        choose(self, "body", [(str(pk), body.name) for pk, body in self.known_bodies.items()])

    @property
    def empty(self) -> str:
        """Providers only."""
        return "" if self.known_bodies else gettext("You do not act for an organisation that could be listed.")

    def request(self) -> asked.ApplyProvider:
        """Ask the region in which the body lies."""
        values = self.cleaned_data
        body = next(body for pk, body in self.known_bodies.items() if str(pk) == chosen(self, "body"))
        return asked.ApplyProvider(
            authority=payer_of(body.place),
            body=body.pk,
            place=body.place,
            services=tuple(values["services"]),
            regions=tuple(values["regions"]),
        )


class CheckProviderForm(NoteForm):
    """Qualification, staff and instruments were looked at."""

    about = "sharing.voucher.provider"
    owner = "city_checker"

    def request(self) -> asked.CheckProvider:
        """Record the check."""
        return asked.CheckProvider(provider=self.subject.found.pk, note=self.cleaned_data["note"].strip())


class ListProviderForm(_Offering):
    """List or renew with services, regions, first and last day."""

    about = "sharing.voucher.provider"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "listed_from": "provider.listed_from",
        "listed_until": "provider.listed_until",
    }
    confirms: ClassVar[frozenset[str]] = frozenset({"regions", "services"})

    listed_from = DayField(label=_("Listed from"))
    listed_until = DayField(label=_("Listed until"), help_text=_("The last day, included."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        subject = kwargs["subject"]
        row = subject.found.voucher_provider
        source = Source(how="typed", name=_("as applied for"), on=subject.found.opened_on)
        known = {
            "services": Known(value=row.services, source=source),
            "regions": Known(value=row.regions, source=source),
        }
        super().__init__(*args, known=known, initial={"listed_from": row.listed_from or subject.on}, **kwargs)

    def request(self) -> asked.ListProvider:
        """List or renew."""
        values = self.cleaned_data
        return asked.ListProvider(
            provider=self.subject.found.pk,
            services=tuple(values["services"]),
            regions=tuple(values["regions"]),
            listed_from=values["listed_from"],
            listed_until=values["listed_until"],
        )


class ReasonedProviderForm(ActForm):
    """Refuse or suspend with a reason."""

    about = "sharing.voucher.provider"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = reason_field(hint=_("The provider reads it."))

    def request(self) -> asked.ChangeProvider:
        """Refuse or suspend."""
        return asked.ChangeProvider(provider=self.subject.found.pk, reason=self.cleaned_data["reason"])


class ReinstateForm(ActForm):
    """Nothing is asked."""

    def request(self) -> asked.ChangeProvider:
        """End the suspension."""
        return asked.ChangeProvider(provider=self.subject.found.pk)


class RemoveForm(ReasonedProviderForm):
    """Take off the list, perhaps with a bar."""

    about = "sharing.voucher.provider"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "blacklisted_until": "provider.barred_until",
    }

    blacklisted_until = DayField(
        label=_("Barred until"), required=False, help_text=_("Empty: the provider may apply again at once.")
    )

    def request(self) -> asked.ChangeProvider:
        """Remove."""
        values = self.cleaned_data
        return asked.ChangeProvider(
            provider=self.subject.found.pk, reason=values["reason"], blacklisted_until=values["blacklisted_until"]
        )
