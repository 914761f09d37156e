import django.db.models.deletion
from django.db import migrations, models

import kechuang.web.chance
import kechuang.web.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_posts"),
        ("casework", "0003_case_held_on_case_hold_case_stopped_days_and_more"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="delivery_dispatch",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("late", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(max_length=64)),
                ("snapshot", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("document", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("title", models.CharField(blank=True, default="", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="DeliveryTask",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="delivery_task",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("text", models.TextField(verbose_name="what is to be done")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("first_year", models.PositiveSmallIntegerField()),
                ("source", models.CharField(default="plan", max_length=16, verbose_name="source")),
                ("reference", models.CharField(blank=True, default="", max_length=200, verbose_name="reference")),
                ("document", models.CharField(blank=True, default="", max_length=36)),
                ("document_title", models.CharField(blank=True, default="", max_length=300)),
                ("clause", models.CharField(blank=True, default="", max_length=120, verbose_name="clause")),
                ("finding", models.CharField(blank=True, default="", max_length=32)),
                ("lead_words", models.CharField(blank=True, default="", max_length=500)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("first_due_on", models.DateField(blank=True, null=True)),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="progress")),
                ("measures_count", models.PositiveSmallIntegerField(default=0)),
                ("report_by", models.DateField(blank=True, null=True, verbose_name="report due")),
                ("missed", models.PositiveSmallIntegerField(default=0)),
                ("dispute", models.TextField(blank=True, default="")),
                ("block_reason", models.TextField(blank=True, default="")),
                ("blocked_on", models.DateField(blank=True, null=True)),
                ("verdict", models.TextField(blank=True, default="")),
                ("assigned_on", models.DateField(blank=True, null=True)),
                ("accepted_on", models.DateField(blank=True, null=True)),
                ("reported_on", models.DateField(blank=True, null=True)),
                ("urged_on", models.DateField(blank=True, null=True)),
                ("late_since", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("proof", models.JSONField(blank=True, default=dict)),
                ("proof_read", models.BooleanField(default=False)),
                ("proved_on", models.DateField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="delivery_task.deliverytask",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supports",
                        to="delivery_task.deliverytask",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaskHelp",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kechuang.web.chance.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.TextField()),
                ("asked_on", models.DateField()),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helps",
                        to="delivery_task.deliverytask",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaskLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("owner", models.CharField(blank=True, default="", max_length=120)),
                ("by", models.DateField(blank=True, null=True)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="delivery_task.deliverytask",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaskMoney",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("year", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=120)),
                ("amount", kechuang.web.fields.MoneyField()),
                ("on", models.DateField()),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="monies",
                        to="delivery_task.deliverytask",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaskProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.CharField(max_length=64)),
                ("type", models.CharField(max_length=80)),
                ("on", models.DateField()),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="delivery_task.deliverytask",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaskReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("percent", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("milestone", models.CharField(blank=True, default="", max_length=300)),
                ("figures", models.TextField(blank=True, default="")),
                ("files", models.JSONField(default=list)),
                ("facts", models.JSONField(default=list)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="delivery_task.deliverytask",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="deliverytask",
            index=models.Index(fields=["document", "clause"], name="delivery_ta_documen_83a573_idx"),
        ),
        migrations.AddIndex(
            model_name="deliverytask",
            index=models.Index(fields=["year", "case"], name="delivery_ta_year_d2cada_idx"),
        ),
        migrations.AddIndex(
            model_name="deliverytask",
            index=models.Index(fields=["source", "case"], name="delivery_ta_source_1b4c1e_idx"),
        ),
        migrations.AddIndex(
            model_name="deliverytask",
            index=models.Index(fields=["report_by", "case"], name="delivery_ta_report__2a8eb6_idx"),
        ),
        migrations.AddIndex(
            model_name="deliverytask",
            index=models.Index(
                condition=models.Q(("missed__gt", 0), ("reported_on", None)),
                fields=["case"],
                name="task_never_reported",
            ),
        ),
        migrations.AddIndex(
            model_name="deliverytask",
            index=models.Index(condition=models.Q(("proved_on__isnull", False)), fields=["case"], name="task_proved"),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(fields=("task", "body"), name="task_support_once"),
        ),
        migrations.AddIndex(
            model_name="taskhelp",
            index=models.Index(fields=["body", "answered_on"], name="delivery_ta_body_id_383c57_idx"),
        ),
        migrations.AddIndex(
            model_name="taskhelp",
            index=models.Index(fields=["task", "asked_on"], name="delivery_ta_task_id_dbf66b_idx"),
        ),
        migrations.AddIndex(
            model_name="taskline",
            index=models.Index(fields=["task", "kind", "order"], name="delivery_ta_task_id_84abba_idx"),
        ),
        migrations.AddConstraint(
            model_name="taskmoney",
            constraint=models.UniqueConstraint(fields=("task", "kind", "year", "source"), name="task_money_once"),
        ),
        migrations.AddConstraint(
            model_name="taskproof",
            constraint=models.UniqueConstraint(fields=("task", "entry"), name="task_proof_once"),
        ),
        migrations.AddIndex(
            model_name="taskreport",
            index=models.Index(fields=["task", "id"], name="delivery_ta_task_id_be4d54_idx"),
        ),
    ]
