"""Forms of the claim right: apply, check, grant, refuse."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import overview, queries, words
from kechuang.mechanisms.sharing.voucher.forms.base import (
    ActForm,
    NoteForm,
    amount_or_none,
    bodies,
    choose,
    chosen,
    grants,
    reason_field,
    right_key,
)
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.mechanisms.sharing.voucher.rules.right import REASONS
from kechuang.web.forms import Known, YuanField
from kechuang.web.parts import Source


class ApplyRightForm(ActForm):
    """A firm or team asks for a year's claim right; holder and payer are asked only where there is a choice."""

    about = "sharing.voucher.right"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "source": "right.source",
        "quota_yuan": "right.quota_yuan",
    }

    source = forms.ChoiceField(label=_("For whom, from which budget"), widget=forms.RadioSelect)
    quota_yuan = YuanField(
        label=_("Amount asked for"),
        required=False,
        help_text=_("Empty asks for the whole quota of your kind of holder."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.holders = bodies(grants(self.subject, "right:apply", own=True))
        self.funds: dict[UUID, dict[UUID, Any]] = {
            pk: {fund.pk: fund for fund in queries.budgets_for(body.place, self.subject.on.year)}
            for pk, body in self.holders.items()
        }
        choose(
            self,
            "source",
            [
                (
                    f"{pk}:{fund.pk}",
                    f"{self.holders[pk].name} ← {words.budget_title(fund.authority, fund.year, fund.case.title)}",
                )
                for pk, funds in self.funds.items()
                for fund in funds.values()
            ],
        )

    @property
    def empty(self) -> str:
        """No holder, or no open budget."""
        if not self.holders:
            return gettext("You do not act for a firm or team.")
        if not any(self.funds.values()):
            return gettext(
                "No voucher budget of this year is open for the place of your firm. "
                "Budgets are published on the public page; ask the office of your county when one opens."
            )
        return ""

    def request(self) -> asked.ApplyRight:
        """Ask."""
        holder, _, fund = chosen(self, "source").partition(":")
        body, found = self.holders[UUID(holder)], self.funds[UUID(holder)][UUID(fund)]
        return asked.ApplyRight(
            budget=asked.BudgetKey(found.pk, found.authority),
            holder=body.pk,
            place=body.place,
            year=found.year,
            asked_yuan=amount_or_none(self.cleaned_data["quota_yuan"]),
        )


class CheckRightForm(NoteForm):
    """The county hands an application to the city."""

    about = "sharing.voucher.right"
    owner = "city_checker"

    def request(self) -> asked.CheckRight:
        """Hand over."""
        return asked.CheckRight(right=right_key(self.subject), note=self.cleaned_data["note"].strip())


class GrantForm(NoteForm):
    """The city grants a quota."""

    about = "sharing.voucher.right"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "quota_yuan": "right.granted_yuan",
    }

    quota_yuan = YuanField(
        label=_("Quota"), required=False, help_text=_("Empty grants what was asked, at most what the rules allow.")
    )
    field_order = ("key", "quota_yuan", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        case = kwargs["subject"].found
        wanted = overview.grantable(case, kwargs["subject"].on)
        source = Source(how="rule", name=words.cite(wanted), on=kwargs["subject"].on) if wanted else None
        known = {"quota_yuan": Known(value=overview.granted_by_default(case, wanted), source=source)} if source else {}
        super().__init__(*args, known=known, **kwargs)

    def request(self) -> asked.GrantRight:
        """Grant."""
        values = self.cleaned_data
        return asked.GrantRight(
            right=right_key(self.subject),
            quota_yuan=amount_or_none(values["quota_yuan"]),
            note=values["note"].strip(),
        )


class GrantAsAskedForm(NoteForm):
    """Grant several at once: each what it asked, at most what the rules allow."""

    about = "sharing.voucher.right"
    owner = "city_checker"

    def request(self) -> asked.GrantRight:
        """Grant."""
        return asked.GrantRight(right=right_key(self.subject), note=self.cleaned_data["note"].strip())


class RefuseRightForm(ActForm):
    """County or city refuses."""

    about = "sharing.voucher.right"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.ground",
        "note": "act.note",
    }

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    note = reason_field(
        _("Words for the applicant"), _("What is missing or wrong, and what the firm can do next."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = words.coded("voucher.reason", REASONS)  # type: ignore[attr-defined]  # a choice field

    def request(self) -> asked.RefuseRight:
        """Refuse."""
        values = self.cleaned_data
        key = right_key(self.subject)
        return asked.RefuseRight(right=key, reason=values["reason"], note=values["note"].strip())
