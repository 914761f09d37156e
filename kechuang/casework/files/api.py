"""Files for programs: the files of a case, one file, its bytes, and handing one in."""

import io
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from ninja import File, Form, Router, Schema, Status, UploadedFile

from kechuang.casework.files import actions, keeping, reach, showing, views
from kechuang.casework.files import bytes as kept
from kechuang.casework.files.models import ERASED, StoredFile
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, StateOut, idempotency_key
from kechuang.web.permissions import actor_of

router = Router()


class FileOut(Schema):
    """A file: its digest and name are empty once it is erased, the commitment stays."""

    id: str
    case: str
    name: str
    title: str
    kind: str
    media_type: str
    bytes: int
    pages: int
    sha256: str
    commitment: str
    state: StateOut
    series: str
    version: int
    kept_on: str
    handed_in_by: str
    declared: bool
    evidence: bool
    retention: str
    notes: list[str]


def _out(file: StoredFile) -> FileOut:
    state = showing.state_of(file)
    return FileOut(
        id=str(file.pk),
        case=str(file.case_id or ""),
        name=file.name,
        title=file.title,
        kind=file.kind,
        media_type=file.media_type,
        bytes=file.size,
        pages=file.pages,
        sha256=file.digest,
        commitment=file.commitment,
        state=StateOut(code=state.code, word=str(state.word)),
        series=str(file.series),
        version=file.version,
        kept_on=file.kept_on.isoformat(),
        handed_in_by=file.body.name if file.body else "",
        declared=file.declared,
        evidence=file.evidence,
        retention=file.retention,
        notes=showing.notes_of(file),
    )


@router.get("/of/{case}", auth=Needs("signed_in"), response=list[FileOut], summary="The files of a case")
def files_of_case(request: HttpRequest, case: UUID) -> list[FileOut]:
    """Give all versions of all files of a case."""
    return [_out(file) for file in reach.of_case(views.case_or_404(case, request))]


@router.get("/{identifier}", auth=Needs("signed_in"), response=FileOut, summary="One file")
def file(request: HttpRequest, identifier: UUID) -> FileOut:
    """Give what is known of a file."""
    return _out(views.file_or_404(identifier, request))


@router.get("/{identifier}/content", auth=Needs("signed_in"), summary="A file's bytes")
def content(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give a file's bytes as they came."""
    found = views.file_or_404(identifier, request)
    if found.state == ERASED or not kept.held(found.digest):
        raise views.Http404
    return views.attachment(io.BytesIO(kept.read(found.digest)), found.name)


@router.post("/of/{case}", auth=Needs("signed_in"), response={201: FileOut}, summary="Hand in a file as evidence")
def add(
    request: HttpRequest,
    case: UUID,
    file: File[UploadedFile | None] = None,
    declared: Form[bool] = False,
    title: Form[str] = "",
) -> Status:
    """Keep a file and add it to a case; ``declared`` says that it holds no state secrets (非涉密)."""
    found, actor, today = views.case_or_404(case, request), actor_of(request), clock.today()
    key = f"evidence:{idempotency_key(request)}"
    if not reach.may_add(found, actor, today):
        raise RefusedError(Refusal("files.case_closed", {"number": found.number}))
    first = StoredFile.objects.filter(case=found, kept_by=actor.person, pk__in=_done(key)).first()
    if first is not None:
        return Status(201, _out(first))
    stored = keeping.keep(file, by=actor, declared=declared, on=today, title=title)
    if isinstance(stored, Refusal):
        raise RefusedError(stored, status=422)
    outcome = actions.add(stored, found, by=actor, key=key)
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    stored.refresh_from_db()
    return Status(201, _out(stored))


def _done(key: str) -> list[UUID]:
    """Give the files that an act under this key has added."""
    from kechuang.casework.models import Step  # noqa: PLC0415 - beside its one use

    return list(Step.objects.filter(key=key).values_list("case_id", flat=True))
