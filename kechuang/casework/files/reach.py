"""Who may see a file, and who may hand one in: one place for page, interface, archive and preview."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kechuang.casework import standing
from kechuang.casework.files import rules
from kechuang.casework.files.models import ERASED, WAITING, StoredFile
from kechuang.casework.models import Case
from kechuang.casework.registry import CASE_KINDS
from kechuang.web.permissions import Actor, may


def may_read(file: StoredFile, actor: Actor, on: date) -> bool:
    """Say whether an actor may open a file: the parties and the office of its case; a waiting one, who kept it."""
    if actor.system:
        return True
    if file.case is None:
        return file.state == WAITING and actor.person is not None and file.kept_by_id == actor.person
    return may_read_files(file.case, actor, on)


def may_read_files(case: Case, actor: Actor, on: date) -> bool:
    """Say whether an actor may see the files of a case."""
    return "parties" in standing.readable_groups(case, actor, on)


def may_add(case: Case, actor: Actor, on: date) -> bool:
    """Say whether an actor may add evidence to a case now."""
    if case.finished or case.kind not in CASE_KINDS or case.kind == rules.KIND or not may_read_files(case, actor, on):
        return False
    return may(
        actor, "evidence:add", on=on, place=case.place, bodies=(case.office_id, case.holder_id, case.counterpart_id)
    )


def may_withdraw(file: StoredFile, actor: Actor, on: date) -> bool:
    """Say whether an actor may withdraw a file."""
    case = file.case
    if case is None or case.finished or file.state != "KEPT" or not file.evidence:
        return False
    own = file.body_id is not None and may(actor, "evidence:add", on=on, bodies=(file.body_id,))
    return own or may(actor, "evidence:put_aside", on=on, place=case.place, bodies=(case.office_id or UUID(int=0),))


def may_erase(file: StoredFile, actor: Actor, on: date) -> bool:
    """Say whether an actor may erase a file."""
    case = file.case
    if case is None or file.state in {ERASED, WAITING} or not file.evidence:
        return False
    return may(actor, "evidence:erase", on=on, place=case.place, bodies=(case.office_id or UUID(int=0),))


def of_case(case: Case) -> QuerySet[StoredFile]:
    """Give the files of a case, newest versions first."""
    rows = StoredFile.objects.filter(case=case).exclude(state=WAITING)
    return rows.select_related("body", "kept_by").order_by("series", "-version")
