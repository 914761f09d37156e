"""Taking in an office's own template: looked at in a child process, nothing that runs or reaches out, marks known."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from lxml import etree

from kechuang.casework.files import bytes as kept
from kechuang.casework.files.look import isolated
from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.papers.models import OfficeTemplate
from kechuang.casework.papers.offering import sample
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.documents import marks, own_sheet, own_word
from kechuang.web.documents.own_sheet import SheetError
from kechuang.web.permissions import Actor

DOCX, XLSX = "docx", "xlsx"
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ENTRIES = 1_500
# Parts that run, embed or fetch something, by a piece of their names.
RUNNING = ("vbaproject", "activex", "/embeddings/", "externallinks/", "macrosheets/", "customui", "/ctrlprops/")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a template: its kind of file, its marks, and for an Excel table without marks the heads."""

    media: str
    marks: tuple[str, ...]


def check(data: bytes, name: str, target: str) -> Checked | Refusal:
    """Look at a template for a kind of paper or a list."""
    if len(data) > MOST_BYTES:
        return Refusal("template.too_large", {"bytes": len(data), "limit": MOST_BYTES}, place="file")
    try:
        found = isolated.look_at(data, name)
    except UnfitError as unfit:
        return Refusal(unfit.code, unfit.values, place="file")
    if found.kind not in {DOCX, XLSX}:
        return Refusal("template.not_office", {"name": name[-80:]}, place="file")
    return _running(data) or _marks(data, found.kind, target)


def _running(data: bytes) -> Refusal | None:
    """Refuse what runs, embeds or fetches: macros, controls, embedded objects, external parts, document types."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        entries = package.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            return Refusal("template.too_large", {"bytes": len(data), "limit": MOST_BYTES}, place="file")
        for entry in entries:
            name = f"/{entry.filename.lower()}"
            if any(piece in name for piece in RUNNING):
                return Refusal("template.runs", {"part": entry.filename[-80:]}, place="file")
            if name.endswith((".xml", ".rels")):
                text = package.read(entry)
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    return Refusal("template.runs", {"part": entry.filename[-80:]}, place="file")
                if name.endswith(".rels") and _reaches_out(text):
                    return Refusal("template.reaches_out", {"part": entry.filename[-80:]}, place="file")
    return None


def _reaches_out(relations: bytes) -> bool:
    root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True))
    return any(
        each.get("TargetMode") == "External" and not str(each.get("Type")).endswith("/hyperlink") for each in root
    )


def _marks(data: bytes, media: str, target: str) -> Checked | Refusal:
    filling = sample(target)
    try:
        texts = own_word.texts(data) if media == DOCX else own_sheet.texts(data)
        heads = None if media == DOCX else own_sheet.heads_of(data, filling)
    except SheetError as error:
        return Refusal(error.code, {name: str(value) for name, value in error.values.items()}, place="file")
    except Exception:  # noqa: BLE001 - a file of another make may break the reader anywhere; it is then not taken
        return Refusal("template.unreadable", {}, place="file")
    found = marks.found(texts)
    missing = marks.unknown(found, marks.known(filling))
    if missing:
        listed = "；".join(_nearest(each) for each in missing[:20])
        return Refusal("template.unknown_marks", {"count": len(missing), "marks": listed}, place="file")
    if not found and heads is None:
        return Refusal("template.no_marks", {}, place="file")
    named = [f"{{{{{each}}}}}" for each in found] or list(heads.codes.values() if heads else ())
    return Checked(media, tuple(named))


def _nearest(each: marks.Unknown) -> str:
    if not each.nearest:
        return f"{{{{{each.mark}}}}}"
    near = _(" or ").join(f"{{{{{name}}}}}" for name in each.nearest)
    return _("%(mark)s (nearest: %(near)s)") % {"mark": f"{{{{{each.mark}}}}}", "near": near}


def take(upload: File, *, office: object, target: str, by: Actor) -> OfficeTemplate | Refusal:
    """Check a template and keep it as the next version of the office's; the earlier one is retired."""
    name = (upload.name or "").replace("\\", "/").rpartition("/")[2][-200:]
    if (upload.size or 0) > MOST_BYTES:
        return Refusal("template.too_large", {"bytes": int(upload.size or 0), "limit": MOST_BYTES}, place="file")
    data = upload.read()
    checked = check(data, name, target)
    if isinstance(checked, Refusal):
        return checked
    today, digest = clock.today(), kept.keep(data)
    with transaction.atomic():
        rows = OfficeTemplate.objects.filter(office=office, target=target, media=checked.media)
        highest = rows.aggregate(highest=Max("version"))["highest"] or 0
        rows.filter(retired_on=None).update(retired_on=today)
        return OfficeTemplate.objects.create(
            office=office,
            target=target,
            media=checked.media,
            version=highest + 1,
            name=name,
            digest=digest,
            size=len(data),
            marks=list(checked.marks),
            kept_by_id=by.person,
            kept_on=today,
        )
