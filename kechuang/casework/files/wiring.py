"""What this package lays on shared pages."""

from collections.abc import Set as AbstractSet
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.casework import edition, erasure, standing
from kechuang.casework.files import actions, archiving, keeping, proof_of_rows, rules, showing
from kechuang.casework.files import bytes as kept
from kechuang.casework.files.models import WAITING, StoredFile
from kechuang.ledger.models import Entry
from kechuang.ledger.readers import register_reader
from kechuang.ledger.verify import register_check
from kechuang.web import clock, interface, slots
from kechuang.web.accounts.models import Person
from kechuang.web.permissions import actor_of


def register() -> None:
    """Register the panel on cases, the interface for programs, readers, the eraser and the check of rows."""
    actions.register()
    slots.add_panel("case", slots.Panel(template="files/case_panel.html", context=showing.case_panel, order=60))
    interface.register("files", "kechuang.casework.files.api:router")
    kept.register_holder("files", keeping.held_digests)
    register_reader("files", groups_of)
    register_check("casework.evidence", proof_of_rows.EvidenceRows)
    erasure.register_eraser(str(_("files of unsent forms")), forget_person)
    for kind in (rules.KIND, edition.MOVES.kind):
        archiving.leave_out(kind)


def groups_of(request: HttpRequest, entry: Entry) -> AbstractSet[str]:
    """Give the groups of a fact about evidence that the reader may see: those of the case that it belongs to."""
    actor, (kind, _slash, identifier) = actor_of(request), entry.case.rpartition("/")
    if actor.person is None or not kind.endswith("/case") or not entry.type.startswith("casework.evidence_"):
        return frozenset()
    file = StoredFile.objects.select_related("case").filter(pk=UUID(identifier)).first()
    return standing.readable_groups(file.case, actor, clock.today()) if file and file.case else frozenset()


def forget_person(person: Person) -> int:
    """Remove the files of a person's unsent forms."""
    rows = list(StoredFile.objects.filter(kept_by=person, state=WAITING))
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    keeping.sweep_bytes({row.digest for row in rows})
    return len(rows)
