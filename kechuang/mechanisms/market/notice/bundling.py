"""The evidence bundle of an agreed price: snapshots of its page, a cover, facts with proofs, as one signed zip."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils import translation

from kechuang.casework.files import archiving
from kechuang.casework.files import bytes as kept
from kechuang.casework.files.archiving import Part
from kechuang.casework.models import Case
from kechuang.mechanisms.market.notice import queries, showing
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules.moves import NOTICE

PARTY_GROUPS = ("public", "parties")


def parts(case: Case) -> Iterable[Part]:
    """Give the documents that a notice puts into its package: its pages as they stood, and a cover."""
    if case.kind != NOTICE.kind:
        return
    row = PriceNotice.objects.select_related("case__holder", "case__office").get(pk=case.pk)
    taken = queries.snapshots(case.pk)
    with translation.override("zh-hans"):
        context = {**showing.public_context(row), "snapshots": taken, "row": row, "missing": showing.missing_days(row)}
        cover = render_to_string("market_notice/cover.html", context)
    yield Part("cover.html", "证据包封面", cover.encode())
    for each in taken:
        name = f"snapshot-{each.round:02d}-{each.on.isoformat()}.html"
        yield Part(name, f"公示页面 {each.on.isoformat()}", kept.read(each.sha256))


def build(case: Case) -> bytes:
    """Give the bytes of a notice's bundle, with what its parties may read.

    Raises ``archiving.NotSealedError`` while the last fact waits for its seal, ``kept.MissingFileError``.
    """
    return archiving.build(case, PARTY_GROUPS)[0]


def register() -> None:
    """Put the pages into archive packages too, and hold their bytes."""
    archiving.register_part("price-notice", parts)
