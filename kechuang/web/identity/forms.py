"""Forms of sign-in and of one's own account."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.web.accounts.models import Person
from kechuang.web.forms import UNTIL, KitForm

SECRET = "account.secret"  # noqa: S105 - the name of a data element


class AccountForm(KitForm):
    """The base of these forms: the keeper of the node answers for what they ask."""

    owner = "node_keeper"
    renew_by = UNTIL
    drafts = False


class SignInForm(AccountForm):
    """User name and password."""

    about = "account"
    elements: ClassVar[Mapping[str, str]] = {"username": "account.user_name", "password": SECRET}

    username = forms.CharField(
        label=_("User name"), max_length=64, widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


class CodeForm(AccountForm):
    """A code of the second factor."""

    about = "account"
    elements: ClassVar[Mapping[str, str]] = {"code": SECRET}

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits from the authenticator, or one of your recovery codes"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}),
    )


class SetUpForm(AccountForm):
    """The first code of a new authenticator."""

    about = "account"
    elements: ClassVar[Mapping[str, str]] = {"code": SECRET}

    code = forms.CharField(
        label=_("Code shown by the authenticator"),
        max_length=12,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}),
    )


class OwnPasswordForm(AccountForm):
    """The present password, so that a screen left open is not enough; nobody is asked for one that they do not have."""

    old = forms.CharField(
        label=_("Present password"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.person = person
        if not person.has_usable_password():
            del self.fields["old"]

    def clean_old(self) -> str:
        """Compare."""
        if not self.person.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("This is not your present password."))
        return str(self.cleaned_data["old"])


class OffForm(OwnPasswordForm):
    """Password and a code: what switches the second factor off, or renews its recovery codes."""

    about = "account"
    elements: ClassVar[Mapping[str, str]] = {"old": SECRET, "code": SECRET}

    code = CodeForm.base_fields["code"]


class PasswordForm(OwnPasswordForm):
    """The old password once, the new one twice; the name stands above, for people and for their password keepers."""

    about = "account"
    elements: ClassVar[Mapping[str, str]] = {
        "username": "account.user_name",
        "old": SECRET,
        "new": SECRET,
        "again": SECRET,
    }

    username = forms.CharField(
        label=_("User name"), required=False, widget=forms.TextInput({"autocomplete": "username", "readonly": True})
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least ten characters; not a common word, not your name"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    field_order = ("username", "old", "new", "again")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(person, *args, **kwargs)
        self.fields["username"].initial = person.username

    def clean_new(self) -> str:
        """Hold the node's rules for passwords."""
        validate_password(self.cleaned_data["new"], self.person)
        return str(self.cleaned_data["new"])

    def clean_again(self) -> str:
        """Take the new password only when it was typed the same way twice."""
        if self.cleaned_data.get("new") not in {None, self.cleaned_data["again"]}:
            raise ValidationError(_("The two new passwords differ."))
        return str(self.cleaned_data["again"])


class TokenForm(AccountForm):
    """A new token: what it is for, what it may do, how long."""

    about = "account"
    elements: ClassVar[Mapping[str, str]] = {
        "name": "account.setting",
        "scopes": "account.setting",
        "days": "account.setting",
    }

    name = forms.CharField(label=_("What it is for"), max_length=80, help_text=_("For example: nightly export"))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=_("Never more than you may yourself on the day of use"),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_("Days until it ends"), initial=90, min_value=1, widget=forms.TextInput({"class": "short"})
    )

    def __init__(self, scopes: list[str], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(each, gettext(each)) for each in scopes]
        most = settings.KECHUANG_TOKEN_DAYS
        self.fields["days"].initial = min(90, most)
        self.fields["days"].help_text = gettext("At most %(most)s on this node") % {"most": most}
