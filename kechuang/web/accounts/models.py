"""Who may sign in, for which body, in which role, from when to when."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.web import chance


class Body(models.Model):
    """An organisation or an office of one: department, county office, firm, provider, market operator."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=32)
    place = models.CharField(_("place"), max_length=9)
    authority = models.CharField(_("authority"), max_length=32, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place", "kind"]), models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Creates persons."""

    def create_user(self, username: str, password: str | None = None, **values: object) -> "Person":
        """Store a new person; without a password the person cannot sign in by one."""
        person = self.model(username=username, **values)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by the name typed at sign-in."""
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A natural person who signs in. Names stand here only; facts hold the pseudonymous id."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    large_text = models.BooleanField(_("large text"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A person holds a role in a body from one day until before another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=48)
    body = models.ForeignKey(Body, models.PROTECT, related_name="grants")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role", "body", "valid_from"], name="grant_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="grant_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Post(models.Model):
    """A seat in a body: it holds duties (role codes), whoever fills it. It is vacant while nobody does."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts", verbose_name=_("body"))
    title = models.CharField(_("title of the post"), max_length=120)
    roles = models.JSONField(_("duties"), default=list)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["body", "title", "id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="post_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Filling(models.Model):
    """A person fills a post from one day until before another."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="fillings", verbose_name=_("post"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="fillings", verbose_name=_("person"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="filling_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id}"


class Delegation(models.Model):
    """Somebody else does the duties of a post for the person who fills it, from one day until before another.

    It holds only while the giver fills the post, so it never reaches further than the giver's own duties.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations", verbose_name=_("post"))
    giver = models.ForeignKey(Person, models.CASCADE, related_name="delegations_given", verbose_name=_("giver"))
    taker = models.ForeignKey(Person, models.CASCADE, related_name="delegations_taken", verbose_name=_("taker"))
    reason = models.CharField(_("reason"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.giver_id} {self.taker_id}"


class BodyName(models.Model):
    """A name that a body bore from one day until before another; ``Body.name`` is today's."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True, default="")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "valid_from"], name="body_name_once")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """A body was renamed, or went on in one successor (merger) or in several (split), on a day.

    ``successors`` holds the ids of the successors; ``placed`` says under ``<kind>:<id>`` which item goes to which
    successor; ``rest`` takes what is not named. ``done`` once the day has come and everything has moved.
    """

    RENAME, MERGE, SPLIT = "rename", "merge", "split"

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="successions", verbose_name=_("body"))
    kind = models.CharField(_("kind"), max_length=8)
    on = models.DateField(_("on"))
    name = models.CharField(_("new name"), max_length=200, blank=True, default="")
    name_en = models.CharField(_("new English name"), max_length=200, blank=True, default="")
    successors = models.JSONField(default=list)
    placed = models.JSONField(default=dict)
    rest = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField(_("document"), max_length=120, blank=True, default="")
    done = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["on", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
