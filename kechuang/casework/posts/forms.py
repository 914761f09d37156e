"""Forms about posts, people and bodies."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.posts.lists import KINDS, kind_word
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Person, Post
from kechuang.web.forms import UNTIL, DayField, KitForm


class KeyedForm(KitForm):
    """A form that carries the key of its act, so that sending it twice does it once."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        kwargs["initial"] = {"key": chance.random_id(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def act_key(self, what: str, person: UUID | None) -> str:
        """Give the act's idempotency key: nobody else's, and no other act's."""
        return f"{person.hex if person else 'nobody'}:{what}:{self.cleaned_data['key'] or chance.random_id()}"


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


def role_choices(roles: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - an iterable of role codes
    """Give roles as options in their words."""
    return [(role, gettext(role)) for role in sorted(roles)]


def person_choices(people: list[Person]) -> list[tuple[str, str]]:
    """Give people as options; the end of the reference tells namesakes apart."""
    names = [person.name for person in people]
    return [
        (str(each.pk), each.name if names.count(each.name) == 1 else f"{each.name} ({str(each.pk)[-8:]})")
        for each in people
    ]


class PostForm(KeyedForm):
    """A post: its title, its duties, its days."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "title": "act.title",
        "roles": "node.role",
        "since": "act.day",
        "until": "act.until",
    }

    title = forms.CharField(label=_("Name of the post"), max_length=120)
    roles = forms.MultipleChoiceField(label=_("Duties"), widget=forms.CheckboxSelectMultiple)
    since = DayField(label=_("From"))
    until = DayField(label=_("Until before"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        _choose(self, "roles", role_choices(roles))


class FillForm(KeyedForm):
    """Who fills a post, from when."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "person": "act.target",
        "since": "act.day",
    }

    person = forms.ChoiceField(label=_("Person"))
    since = DayField(label=_("From"))

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        _choose(self, "person", [("", _("— choose —")), *person_choices(people)])


class RoleForm(KeyedForm):
    """A role for a person, from and until when."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "role": "node.role",
        "since": "act.day",
        "until": "act.until",
    }

    role = forms.ChoiceField(label=_("Role"))
    since = DayField(label=_("From"))
    until = DayField(label=_("Until before"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        _choose(self, "role", [("", _("— choose —")), *role_choices(roles)])


class InviteForm(KeyedForm):
    """Whom to invite, as what."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "body": "act.body",
        "name": "account.name",
        "email": "account.email",
        "duty": "node.role",
    }

    body = forms.ChoiceField(label=_("Body"))
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("So that you know whom the link is for."))
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Where the node sends e-mail, the link goes there too.")
    )
    duty = forms.ChoiceField(label=_("Invited as"), help_text=_("A vacant post, or a role."))

    def __init__(self, *args: Any, bodies: list[Body], duties: list[tuple[str, Any]], **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        _choose(self, "body", [(str(body.pk), body.name) for body in bodies])
        _choose(self, "duty", [("", _("— choose —")), *duties])


class JoinForm(KeyedForm):
    """The invited person's own account: nobody else ever sees the password."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "username": "account.user_name",
        "name": "account.name",
        "password": "account.secret",
        "again": "account.secret",
    }

    username = forms.CharField(label=_("User name"), max_length=64)
    name = forms.CharField(label=_("Your name"), max_length=80)
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    again = forms.CharField(
        label=_("Password, once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_username(self) -> str:
        """Take a user name that nobody has."""
        username = self.cleaned_data["username"].strip()
        if Person.objects.filter(username=username).exists():
            raise ValidationError(gettext("This user name is taken. Please choose another."))
        return username

    def clean(self) -> dict[str, Any]:
        """Take a password that is written the same twice and not weak."""
        values = super().clean() or {}
        password = values.get("password")
        if password and values.get("again") != password:
            self.add_error("again", gettext("The two passwords differ. Please write the same one twice."))
        elif password:
            try:
                validate_password(password, Person(username=values.get("username", ""), name=values.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return values


class DelegateForm(KeyedForm):
    """Who acts for me, in which post, from and until when, why."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "post": "act.target",
        "taker": "act.target",
        "since": "act.day",
        "until": "act.until",
        "reason": "act.reason",
    }

    post = forms.ChoiceField(label=_("Post"))
    taker = forms.ChoiceField(label=_("Who acts"))
    since = DayField(label=_("From"))
    until = DayField(label=_("Until before"), help_text=_("The delegation ends by itself on this day."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For example leave or official travel."))

    def __init__(self, *args: Any, posts: list[Post], people: list[Person], **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        _choose(self, "post", [(str(post.pk), f"{post.title} · {post.body.name}") for post in posts])
        _choose(self, "taker", [("", _("— choose —")), *person_choices(people)])


class ConfirmForm(KeyedForm):
    """Nothing to fill in: the page says what will happen."""

    owner = "body_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "sure": "act.agreed",
    }

    sure = forms.BooleanField(label=_("I have read what will happen"))


class BodyForm(KeyedForm):
    """A body and the name of its first administrator."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "name": "office.name",
        "name_en": "office.name_en",
        "code": "office.code",
        "kind": "office.kind",
        "place": "office.place",
        "authority": "office.authority",
        "since": "act.day",
        "keeper": "account.name",
        "email": "account.email",
    }

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=32, help_text=_("Its unified social credit code, or a code of the node's own.")
    )
    kind = forms.ChoiceField(label=_("Kind"))
    place = forms.CharField(label=_("Place"), max_length=9, help_text=_("Division code, such as 330106."))
    authority = forms.CharField(
        label=_("Authority"),
        max_length=32,
        required=False,
        help_text=_("Only for offices: the code of the authority in whose log their acts stand."),
    )
    since = DayField(label=_("From"))
    keeper = forms.CharField(
        label=_("First administrator"), max_length=80, help_text=_("The name of whom the link is for.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    short: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [("", _("— choose —")), *((kind, kind_word(kind)) for kind in KINDS)])

    def clean_code(self) -> str:
        """Take a code that no body has."""
        code = self.cleaned_data["code"].strip()
        if Body.objects.filter(code=code).exists():
            raise ValidationError(gettext("A body with this code is there already."))
        return code

    def clean_place(self) -> str:
        """Take a division that exists."""
        from kechuang.kernel import place as places  # noqa: PLC0415 - only here
        from kechuang.kernel.reading import PlaceError  # noqa: PLC0415 - only here

        code = self.cleaned_data["place"].strip()
        try:
            places.division(code, clock.today())
        except PlaceError:
            raise ValidationError(gettext("There is no division with this code.")) from None
        return code


class RenameForm(KeyedForm):
    """A body's new name, from which day, by which document."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "name": "act.title",
        "name_en": "act.title",
        "day": "act.day",
        "document": "act.basis",
    }

    name = forms.CharField(label=_("New name"), max_length=200)
    name_en = forms.CharField(label=_("New English name"), max_length=200, required=False)
    day = DayField(label=_("From"))
    document = forms.CharField(label=_("Document"), max_length=120, required=False)


class SucceedForm(KeyedForm):
    """Into which bodies a body goes on, on which day."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "successors": "act.target",
        "day": "act.day",
        "document": "act.basis",
    }

    successors = forms.MultipleChoiceField(label=_("Successors"), widget=forms.SelectMultiple(attrs={"size": 8}))
    day = DayField(label=_("Takes effect on"))
    document = forms.CharField(label=_("Document"), max_length=120, required=False)

    def __init__(self, *args: Any, bodies: list[Body], one: bool, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        choices = [(str(body.pk), f"{body.name} · {body.code}") for body in bodies]
        if one:
            self.fields["successors"] = forms.ChoiceField(label=_("Successor"))
            choices = [("", _("— choose —")), *choices]
        _choose(self, "successors", choices)


def day_or_today(value: date | None) -> date:
    """Give the day that was filled in, or today."""
    return value or clock.today()
