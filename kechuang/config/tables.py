"""The tables of an empty database, made at once from the models as they are.

Going the way of all migrations renders every model anew after each step: 50 of the 57 seconds that ``kechuang init``
took. An empty database gets what the models describe, and the list of migrations that are thereby done, in one
transaction. A database that has tables goes the way of migrations. tests/config/test_tables.py holds that both ways
lead to the same columns, indexes and constraints; steps over rows have nothing to do where there are none.
"""

from django.apps import apps
from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


def empty(connection: BaseDatabaseWrapper) -> bool:
    """Say whether the database holds no table at all."""
    return not connection.introspection.table_names()


def make(connection: BaseDatabaseWrapper) -> None:
    """Make all tables and note every migration as done; whole or not at all."""
    executor = MigrationExecutor(connection)
    loader, noted = executor.loader, executor.recorder.Migration
    steps = executor.migration_plan(loader.graph.leaf_nodes())
    models = [
        model
        for each in apps.get_app_configs()
        if each.label in loader.migrated_apps
        for model in router.get_migratable_models(each, connection.alias, include_auto_created=False)
        if model._meta.can_migrate(connection)  # noqa: SLF001 - Django's documented model API
    ]
    with connection.schema_editor() as editor:
        for model in (noted, *models):
            editor.create_model(model)
        executor.recorder.migration_qs.bulk_create(noted(app=step.app_label, name=step.name) for step, _back in steps)
