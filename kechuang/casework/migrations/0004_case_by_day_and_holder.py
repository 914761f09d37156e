"""Lists in the order of days, and sums by holder, place and state, without touching the table."""

from typing import ClassVar

from django.db import migrations, models

_WAITING = models.Q(("finished", False))


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0002_posts"),
        ("casework", "0003_case_held_on_case_hold_case_stopped_days_and_more"),
    ]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="case", name="case_waiting_city"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=_WAITING, fields=["city", "due_on", "id", "kind"], name="case_waiting_city"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "state", "due_on", "id"], name="casework_ca_kind_8438e3_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "due_on", "id", "city", "state"], name="casework_ca_kind_962cb4_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "place", "due_on", "id", "state"], name="casework_ca_kind_7c4f19_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["kind", "city", "holder", "place", "state", "amount"], name="casework_ca_kind_a739a1_idx"
            ),
        ),
    ]
