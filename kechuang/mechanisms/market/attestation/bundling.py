"""The evidence bundle of an attestation: tokens, what they say, the path of the price, facts with proofs; one zip."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from kechuang.casework.files import archiving
from kechuang.casework.files.archiving import Part
from kechuang.casework.models import Case
from kechuang.mechanisms.market.attestation import queries, sources
from kechuang.mechanisms.market.attestation.models import Attestation
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION
from kechuang.mechanisms.market.attestation.rules.requests import PathKey

PARTY_GROUPS = ("public", "parties")


def parts(case: Case) -> Iterable[Part]:
    """Give the documents that an attestation puts into its package."""
    if case.kind != ATTESTATION.kind:
        return
    row = Attestation.objects.get(pk=case.pk)
    for each in queries.versions(case.pk):
        yield Part(f"certificate-v{each.version}.sd-jwt", f"交易鉴证凭证 第{each.version}版", each.token.encode())
        yield Part(f"contents-v{each.version}.json", f"凭证内容 第{each.version}版", _json(each.said))
    path = sources.find(PathKey(row.path_kind, row.path_case))
    if path is not None:
        yield Part("price-path.json", "价格形成过程", _json(asdict(path)))
    source = sources.SOURCES.get(row.path_kind)
    if source is not None:
        yield from source.evidence(row.path_case)


def _plain(value: object) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} is no JSON")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n").encode()


def build(case: Case) -> bytes:
    """Give the bytes of an attestation's bundle, with what its parties may read.

    Raises ``archiving.NotSealedError`` while the last fact waits for its seal, ``kept.MissingFileError``.
    """
    return archiving.build(case, PARTY_GROUPS)[0]


def register() -> None:
    """Put the documents into archive packages too."""
    archiving.register_part("attestation", parts)
