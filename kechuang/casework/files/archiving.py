"""The archive package of a closed case: catalogue, documents, evidence, facts with proofs, rules in their basis.

Its shape follows ideas of GB/T 18894-2016 (电子文件归档与电子档案管理规范) and DA/T 48-2009 (XML 封装): metadata and
content travel together, with format, size and hash of each file, so that 真实性 and 完整性 can be checked without the
system that made it. It claims no conformance, and it invents no 档号.

The same record gives the same bytes: nothing is compressed, times are fixed, and the checkpoint is the first one that
covers the case.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from kechuang.casework import words
from kechuang.casework.files import archive_check, keeping, retention, showing
from kechuang.casework.files import bytes as kept
from kechuang.casework.files.archive_check import CATALOGUE, FORMAT, SIGNATURE, signed_text
from kechuang.casework.files.models import WAITING, Archive, StoredFile
from kechuang.casework.models import Case, Step
from kechuang.casework.registry import CASE_KINDS
from kechuang.ledger import keys, prove, sign
from kechuang.ledger.models import Checkpoint, Entry, LogKey
from kechuang.web import clock

GROUPS = ("public", "parties", "authority")
MOMENT = (1980, 1, 1, 0, 0, 0)
_UNSAFE = re.compile(r"[^\w.()（）\u4e00-\u9fff-]+")


class NotSealedError(LookupError):
    """No checkpoint covers the case's last fact yet; the next sealing, within ten minutes, does."""


@dataclass(frozen=True, slots=True)
class Part:
    """A document that another package puts into the archive package of a case."""

    name: str
    title: str
    data: bytes


PARTS: dict[str, Callable[[Case], Iterable[Part]]] = {}


def register_part(name: str, parts: Callable[[Case], Iterable[Part]]) -> None:
    """Have a package add its documents to archive packages; the same name registered again replaces the first."""
    PARTS[name] = parts


def build(case: Case, groups: Sequence[str] = GROUPS) -> tuple[bytes, int]:
    """Give the bytes of a case's package with some groups of its facts, and the size of the log that it proves.

    Raises NotSealedError, MissingFileError, KeyUnusableError.
    """
    files = list(StoredFile.objects.filter(case=case).exclude(state=WAITING).order_by("kept_at", "pk"))
    entries = _entries(case, files)
    seal = _seal(case, entries)
    content: dict[str, bytes] = {}
    facts = _facts(entries, seal, content, groups)
    evidence = _evidence(files, content)
    documents = _documents(case, content)
    content["checkpoint.txt"] = seal.note.encode()
    content["rules.json"] = _json(_rules(entries))
    known = LogKey.objects.filter(log=case.authority).order_by("pk")
    catalogue: dict[str, Any] = {
        "format": FORMAT,
        "case": _case(case),
        "steps": _steps(case),
        "facts": facts,
        "evidence": evidence,
        "documents": documents,
        "log": {"code": case.authority, "size": seal.size, "root": bytes(seal.root).hex()},
        "key": known.last().verifier if known else "",  # type: ignore[union-attr]  # there is one
        "rotations": sign.rotations(case.authority),
        "withheld": ["personal"],
    }
    content["catalogue.html"] = _readable(case, catalogue).encode()
    content["README.txt"] = README.encode()
    catalogue["files"] = [
        {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for path, data in sorted(content.items())
    ]
    content[CATALOGUE] = _json(catalogue)
    content[SIGNATURE] = _signed(case, content[CATALOGUE])
    return _zip(content), seal.size


def _entries(case: Case, files: Sequence[StoredFile]) -> list[Entry]:
    refs = [f"{case.authority}/case/{each}" for each in (case.pk, *(file.pk for file in files if file.evidence))]
    return list(Entry.objects.filter(log=case.authority, case__in=refs).order_by("seq"))


def _seal(case: Case, entries: Sequence[Entry]) -> Checkpoint:
    """Give the first checkpoint that covers the record, made with the key in charge."""
    last = entries[-1].seq if entries else 0
    rows = Checkpoint.objects.filter(log=case.authority, size__gte=last).order_by("size", "pk")
    found = rows.first()
    if found is None or not entries:
        raise NotSealedError(str(case.pk))
    return found


def _facts(
    entries: Sequence[Entry], seal: Checkpoint, content: dict[str, bytes], groups: Sequence[str]
) -> list[dict[str, Any]]:
    rows = []
    for number, entry in enumerate(entries, start=1):
        path = f"facts/{number:04d}-{entry.type}.json"
        content[path] = _json(prove.prove(entry, tuple(groups), seal))
        rows.append({"path": path, "id": entry.id, "type": entry.type, "seq": entry.seq, "on": entry.on.isoformat()})
    return rows


def _evidence(files: Sequence[StoredFile], content: dict[str, bytes]) -> list[dict[str, Any]]:
    rows = []
    for number, file in enumerate(files, start=1):
        path = ""
        if file.digest:
            path = f"evidence/{number:04d}-v{file.version}-{_UNSAFE.sub('_', file.name)[-100:]}"
            content[path] = kept.read(file.digest)
        if not file.evidence:
            continue
        rows.append(
            {
                "path": path,
                "title": file.title,
                "state": file.state,
                "version": file.version,
                "media_type": file.media_type,
                "bytes": file.size,
                "kept_on": file.kept_on.isoformat(),
                "declared": "非涉密" if file.declared else "",
                "retention": file.retention,
                "commitment": file.commitment,
                "salt": bytes(file.salt).hex() if file.salt else "",
            }
        )
    return rows


def _documents(case: Case, content: dict[str, bytes]) -> list[dict[str, Any]]:
    rows = []
    for name, parts in sorted(PARTS.items()):
        for part in parts(case):
            path = f"documents/{name}-{_UNSAFE.sub('_', part.name)[-100:]}"
            content[path] = part.data
            rows.append({"path": path, "title": part.title, "bytes": len(part.data)})
    return rows


def _case(case: Case) -> dict[str, Any]:
    kind = retention.of(case.kind)
    last = Step.objects.filter(case=case).order_by("-id").first()
    return {
        "ref": f"{case.authority}/case/{case.pk}",
        "kind": case.kind,
        "number": case.number,
        "title": case.title,
        "state": case.state,
        "place": case.place,
        "authority": case.authority,
        "office": case.office.name if case.office else "",
        "holder": case.holder.name if case.holder else "",
        "counterpart": case.counterpart.name if case.counterpart else "",
        "amount_yuan": None if case.amount is None else f"{case.amount:.2f}",
        "opened_on": case.opened_on.isoformat(),
        "closed_on": last.on.isoformat() if last else "",
        "retention": {"code": kind.code, "source": kind.source, "confidence": kind.confidence},
    }


def _steps(case: Case) -> list[dict[str, Any]]:
    rows = case.steps.select_related("body").order_by("id")
    return [
        {
            "move": step.move,
            "on": step.on.isoformat(),
            "source": step.source,
            "target": step.target,
            "body": step.body.name if step.body else "",
            "facts": list(step.facts),
        }
        for step in rows
    ]


def _rules(entries: Sequence[Entry]) -> list[Any]:
    """Give every basis that the facts stand on, once."""
    found: dict[str, Any] = {}
    for entry in entries:
        basis = entry.envelope.get("basis") or {}
        found.setdefault(json.dumps(basis, sort_keys=True, ensure_ascii=False), basis)
    return [found[text] for text in sorted(found)]


def _readable(case: Case, catalogue: dict[str, Any]) -> str:
    """The catalogue for people, in Chinese."""
    with translation.override("zh-hans"):
        said = {
            "kind": words.kind_word(case.kind),
            "state": words.state(case.kind, case.state).word,
            "place": words.place(case.place, case.opened_on),
            "retention": showing.retention_word(catalogue["case"]["retention"]["code"]),
            "moves": [{**step, "word": words.move_word(case.kind, step["move"])} for step in catalogue["steps"]],
        }
        return render_to_string("files/catalogue.html", {**catalogue, "said": said})


def _signed(case: Case, catalogue: bytes) -> bytes:
    signer = keys.read(case.authority)
    if signer is None:
        raise NotSealedError(case.authority)
    text = signed_text(f"{case.authority}/case/{case.pk}", hashlib.sha256(catalogue).hexdigest())
    return (text + "\n" + signer.sign(text)).encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _zip(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for path in [CATALOGUE, SIGNATURE, *sorted(set(content) - {CATALOGUE, SIGNATURE})]:
            entry = zipfile.ZipInfo(path, MOMENT)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            package.writestr(entry, content[path])
    return out.getvalue()


def package(case: Case) -> bytes:
    """Give the bytes of a closed case's package: the stored ones, or made now and not stored."""
    stored = Archive.objects.filter(case=case).first()
    return kept.read(stored.digest) if stored else build(case)[0]


def write(case: Case) -> Archive:
    """Make and store the package of a closed case, replacing one that stands. Raises NotSealedError."""
    data, log_size = build(case)
    assert archive_check.check(data).ok
    old = Archive.objects.filter(case=case).first()
    digest = kept.keep(data)
    kind = retention.of(case.kind)
    made, _ = Archive.objects.update_or_create(
        case=case,
        defaults={
            "digest": digest,
            "size": len(data),
            "log_size": log_size,
            "retention": kind.code,
            "made_at": clock.now(),
        },
    )
    if old and old.digest != digest:
        keeping.sweep_bytes([old.digest])
    return made


def drop(case: Case) -> None:
    """Let go of a package whose record changed (a file was erased); the sweep writes it anew."""
    stored = Archive.objects.filter(case=case).first()
    if stored:
        stored.delete()
        keeping.sweep_bytes([stored.digest])


def sweep(most: int = 200) -> int:
    """Write the packages of closed cases that have none, those closed first; give their number."""
    kinds = [code for code, kind in CASE_KINDS.items() if archived(code) and kind.moves.final]
    finals = {code: CASE_KINDS[code].moves.final for code in kinds}
    rows = Case.objects.filter(kind__in=kinds, finished=True).exclude(pk__in=Archive.objects.values("case"))
    states = {state for final in finals.values() for state in final}
    count = 0
    for case in rows.filter(state__in=states).order_by("changed_at", "pk")[:most]:
        if case.state not in finals[case.kind]:
            continue
        try:
            write(case)
        except (NotSealedError, kept.MissingFileError):
            continue
        count += 1
    return count


_LEFT_OUT: set[str] = set()


def leave_out(case_kind: str) -> None:
    """Say that cases of a kind are no record of their own (evidence, an edition of the rules)."""
    _LEFT_OUT.add(case_kind)


def archived(case_kind: str) -> bool:
    """Say whether cases of a kind get an archive package."""
    return case_kind not in _LEFT_OUT


README = """本压缩包是一件已办结事项的归档包，由科创协同平台生成。
catalogue.html 供人阅读；catalogue.json 供程序读取，列出其余每个文件的 SHA-256。
catalogue.sig 是对 catalogue.json 的签名（C2SP signed note, Ed25519）。
facts/ 中每个文件是一条事实及其默克尔证明；evidence/ 是证据材料；documents/ 是文书；
rules.json 是作出决定所依据的规则取值。个人信息组不在包内。
脱机校验：kechuang archive check 本文件 [--key 公钥]

This is the archive package of a closed case. Check it offline: kechuang archive check FILE [--key VERIFIER]
"""
