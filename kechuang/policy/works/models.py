"""Works with their papers and versions, register lines with their mentions, matches between levels, pilots.

Works, papers, lines, mentions and proposals are projections of the register of documents: they are made anew whenever a
document changes. What people said (statements, alignments, pilots) stands beside its case.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.policy.models import Document


class Work(models.Model):
    """What was issued, however many papers print it. ``id`` is that of its first paper."""

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(max_length=48, blank=True, default="")
    title = models.CharField(_("title"), max_length=300)
    number = models.CharField(_("document number"), max_length=120, blank=True, default="")
    issuers = models.JSONField(_("issuers"), default=list)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=9)
    level = models.CharField(_("level"), max_length=12)
    papers = models.PositiveIntegerField(_("papers"), default=0)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    regions = models.PositiveIntegerField(_("regions that adopted it"), default=0)
    search = models.TextField(default="", blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["title", "id"])]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """One document as a manifestation of a work. ``verdict`` compares its text with that of the paper that speaks."""

    SPEAKS, COPY, VERSION, ADOPTED = "speaks", "copy", "version", "adopted"

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="paper")
    work = models.ForeignKey(Work, models.CASCADE, related_name="manifestations")
    role = models.CharField(_("role"), max_length=12)
    verdict = models.CharField(_("text"), max_length=12, blank=True, default="")
    share = models.PositiveSmallIntegerField(default=0)
    differences = models.PositiveIntegerField(default=0)
    marks = models.PositiveIntegerField(default=0)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["work", "order"])]

    def __str__(self) -> str:
        return f"{self.work_id} {self.document_id}"


class Version(models.Model):
    """A document as it stood in the register between two revisions, with its findings, so that it can be compared."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="kept_versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(max_length=300)
    text_digest = models.CharField(max_length=64, db_index=True)
    reading = models.JSONField()
    kept_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="works_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class Line(models.Model):
    """One promise of a work: its repeats joined, its parts hung on it. Values are decimals as text, as published."""

    id = models.UUIDField(primary_key=True, editable=False)
    work = models.ForeignKey(Work, models.CASCADE, related_name="register")
    key = models.CharField(max_length=32, unique=True)
    order = models.PositiveIntegerField()
    name = models.TextField(_("indicator, one name"))
    indicator = models.TextField(_("indicator"))
    subject = models.TextField(_("subject"), blank=True, default="")
    comparator = models.TextField()
    value = models.TextField(blank=True, default="")
    value_max = models.TextField(blank=True, default="")
    unit = models.TextField(_("unit"), blank=True, default="")
    kind = models.TextField(_("kind"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    period_from = models.PositiveSmallIntegerField(null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(null=True, blank=True)
    frequency = models.TextField(blank=True, default="")
    relative_to = models.TextField(blank=True, default="")
    document = models.ForeignKey(Document, models.CASCADE, related_name="lines")
    code = models.CharField(max_length=16)
    clause = models.TextField(_("clause"), blank=True, default="")
    quote = models.TextField()
    mentions_count = models.PositiveIntegerField(_("mentions"), default=1)
    whole = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    total = models.CharField(max_length=12, blank=True, default="")
    rest = models.CharField(max_length=40, blank=True, default="")
    doubts = models.JSONField(default=list)
    place = models.CharField(_("place"), max_length=9)
    level = models.CharField(_("level"), max_length=12)
    served = models.PositiveIntegerField(_("taken up by"), default=0)
    proposed = models.PositiveIntegerField(_("proposed"), default=0)
    expects = models.BooleanField(default=False)
    search = models.TextField(default="", blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["work", "order"]),
            models.Index(fields=["place"]),
            models.Index(fields=["year"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.indicator}"


class Mention(models.Model):
    """A target of a document as one of the places where a line is printed."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="mentions")
    document = models.ForeignKey(Document, models.CASCADE, related_name="mentions")
    order = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=16)
    clause = models.TextField(blank=True, default="")
    quote = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "code"], name="works_mention_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.code}"


class Proposal(models.Model):
    """A lower line may serve a higher one, as the matcher sees it; nobody has decided."""

    lower = models.ForeignKey(Line, models.CASCADE, related_name="proposals_above")
    upper = models.ForeignKey(Line, models.CASCADE, related_name="proposals_below")
    score = models.PositiveSmallIntegerField(_("score"))
    reasons = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lower", "upper"], name="works_proposal_once")]

    def __str__(self) -> str:
        return f"{self.lower_id} {self.upper_id}"


class Alignment(models.Model):
    """What a person decided of a match. It holds the lines by lasting keys, and outlives their being made anew."""

    CONFIRMED, REJECTED = "CONFIRMED", "REJECTED"

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="alignment")
    lower = models.CharField(max_length=32, db_index=True)
    upper = models.CharField(max_length=32, db_index=True)
    verdict = models.CharField(_("verdict"), max_length=12)
    score = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True, default="")
    decided_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lower", "upper"], name="works_alignment_once")]

    def __str__(self) -> str:
        return f"{self.lower} {self.upper} {self.verdict}"


class Statement(models.Model):
    """What a person said of a document: whose plan it is, and how it stands to another one. The latest counts."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="work_statement")
    document = models.ForeignKey(Document, models.CASCADE, related_name="statements")
    relation = models.CharField(max_length=12)
    other = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=9, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    stated_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["document", "stated_on"])]

    def __str__(self) -> str:
        return f"{self.document_id} {self.relation}"


class Adoption(models.Model):
    """A region's own adoption of an act that others adopted with the same text. The latest of a document counts."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="adoption")
    document = models.ForeignKey(Document, models.CASCADE, related_name="adoptions")
    other = models.ForeignKey(Document, models.CASCADE, related_name="+")
    place = models.CharField(_("place"), max_length=9)
    body = models.CharField(_("adopted by"), max_length=200)
    number = models.CharField(_("document number"), max_length=120, blank=True, default="")
    adopted_on = models.DateField(_("adopted on"))
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    source = models.TextField()
    stated_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["document", "stated_on"])]

    def __str__(self) -> str:
        return f"{self.document_id} {self.place}"


class Alike(models.Model):
    """Two documents of two regions that print the same text, or nearly: one act, if a person says so."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="alike")
    other = models.ForeignKey(Document, models.CASCADE, related_name="+")
    share = models.PositiveSmallIntegerField(_("share of the text"))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "other"], name="works_alike_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.other_id} {self.share}"


class PublishedTarget(models.Model):
    """A target of a published plan as a fact under a label of ours, mirrored from the data file; it has no state."""

    code = models.CharField(_("code"), max_length=60, primary_key=True)
    work = models.CharField(max_length=48)
    title = models.CharField(_("title"), max_length=300)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(_("target"), max_length=200)
    label_en = models.CharField(max_length=200)
    clause = models.CharField(_("clause"), max_length=40)
    comparator = models.CharField(max_length=20)
    value = models.CharField(_("value"), max_length=40, blank=True, default="")
    value_max = models.CharField(max_length=40, blank=True, default="")
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    frequency = models.CharField(max_length=12, blank=True, default="")
    relative_to = models.CharField(max_length=80, blank=True, default="")
    damaged = models.BooleanField(default=False)
    place = models.CharField(_("place"), max_length=9)
    issued_on = models.DateField(null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    search = models.TextField(default="", blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["work", "order"])]

    def __str__(self) -> str:
        return self.code


class Pilot(models.Model):
    """Something tried first in one place (先行先试), evaluated, and spread to others or ended."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="pilot")
    document = models.ForeignKey(Document, models.PROTECT, related_name="pilots")
    clause = models.TextField(blank=True, default="")
    quote = models.TextField(blank=True, default="")
    title = models.CharField(_("title"), max_length=120)
    place = models.CharField(_("tried in"), max_length=9)
    tried = models.TextField(_("what is tried"))
    since = models.DateField(_("since"), null=True, blank=True)
    evaluated_on = models.DateField(null=True, blank=True)
    evaluation = models.TextField(blank=True, default="")
    spread_on = models.DateField(null=True, blank=True)
    spread_to = models.CharField(max_length=9, blank=True, default="")
    outcome = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place"])]

    def __str__(self) -> str:
        return self.title
