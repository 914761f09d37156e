"""At whose desk a table lies: the actor, the office, the day."""

from kechuang.casework.imports.models import Upload
from kechuang.casework.imports.registry import KINDS, Desk, ImportKind, offices_of
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, read_actor, scope


def desk_of(upload: Upload, *, agreed: bool = False) -> Desk | None:
    """Give the desk of an upload; None where the person may no longer sit there."""
    person = upload.agreed_by if agreed else upload.person
    if person is None or not person.is_active:
        return None
    return desk(KINDS[upload.kind], read_actor(person), upload.office, upload.mode)


def desk(kind: ImportKind, actor: Actor, office: Body, mode: str) -> Desk | None:
    """Give the desk of an actor at an office, if they may sit there today."""
    today = clock.today()
    if office.pk not in offices_of(kind, actor, today):
        return None
    return Desk(actor, office, today, mode, scope(actor, kind.permission, today))


def may_open(upload: Upload, actor: Actor) -> bool:
    """Say whether an actor sits in the office whose table this is."""
    kind = KINDS.get(upload.kind)
    return kind is not None and upload.office_id in offices_of(kind, actor, clock.today())
