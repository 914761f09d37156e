"""What people judged of findings: the verdict on targets and tasks, how many findings can be judged."""

from django.db import migrations, models
from django.db.migrations.state import StateApps

DAMAGE = "gap"


def count_findings(apps: StateApps, _editor: object) -> None:
    """Say of every document in the register how many of its findings can be judged."""
    document = apps.get_model("policy", "Document")
    for row in document.objects.only("pk", "reading").iterator(chunk_size=50):
        found = row.reading
        notes = sum(note["kind"] != DAMAGE for note in found.get("noted", ()))
        count = notes + sum(len(found.get(name, ())) for name in ("clauses", "targets", "tasks"))
        document.objects.filter(pk=row.pk).update(findings_count=count)


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="findings_count",
            field=models.PositiveIntegerField(default=0, verbose_name="findings"),
        ),
        migrations.AddField(
            model_name="target",
            name="part_of",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="target",
            name="verdict",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.AddField(
            model_name="task",
            name="verdict",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.RunPython(count_findings, migrations.RunPython.noop),
    ]
