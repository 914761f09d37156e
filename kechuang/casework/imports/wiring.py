"""What this package lays on shared pages."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kechuang.casework import queue, rounds
from kechuang.casework.files import bytes as kept
from kechuang.casework.imports import acting, intake, running
from kechuang.casework.imports.models import CellFault, Line, Upload
from kechuang.web import interface, slots

KEPT_DAYS, OPEN_DAYS = 30, 90


def register() -> None:
    """Register the menu, the files that uploads hold, and the chores: going on with cut-off work, forgetting."""
    slots.add_menu(
        slots.MenuEntry(
            group="data",
            label=_("Tables in and out"),
            view="imports:home",
            permission="imports:use",
            order=40,
            match=("imports:",),
        )
    )
    interface.register("imports", "kechuang.casework.imports.api:router")
    kept.register_holder("imports", held)
    rounds.register(rounds.Chore("imports resumed", running.resume_stale, order=50))
    rounds.register(rounds.Chore("imports forgotten", forget, order=60))


def held(digests: Collection[str]) -> set[str]:
    """Give those of the digests whose bytes an upload still needs."""
    return intake.held(list(digests))


def forget(moment: datetime) -> int:
    """Forget the contents of tables that were dealt with 30 days ago, or left lying for 90: they are nobody's record.

    A written table keeps its line in the list and its counts; rows, faults and file go.
    """
    before, long_before = moment - timedelta(days=KEPT_DAYS), moment - timedelta(days=OPEN_DAYS)
    ended = Upload.objects.filter(state__in=acting.ENDED, made_at__lt=before).exclude(file_digest="")
    found = [*ended[:50], *Upload.objects.filter(made_at__lt=long_before).exclude(state__in=acting.ENDED)[:50]]
    for upload in found:
        digest = upload.file_digest
        with queue.writer(), transaction.atomic():
            CellFault.objects.filter(upload=upload).delete()
            Line.objects.filter(upload=upload).delete()
            if upload.state in acting.ENDED:
                upload.file_digest, upload.sheets, upload.layout = "", [], {}
                upload.save(update_fields=["file_digest", "sheets", "layout"])
            else:
                upload.delete()
        kept.remove_unheld([digest])
    return len(found)
