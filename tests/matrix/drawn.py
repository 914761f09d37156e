"""Papers of an order under the walk: one issued, one still a draft, and a template of the city's office."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from kechuang.casework.models import Case
from kechuang.casework.papers import checking, issuing, making
from kechuang.casework.papers.kinds import KINDS
from kechuang.casework.papers.models import CasePaper, OfficeTemplate
from kechuang.web import clock
from tests.pages.voucher.world import moment

SITE = "http://127.0.0.1/"
TYPED = {"title": "关于核对的函", "text": "请予核对。"}
HOUSED = ("keeper1", "keeper2", "city1", "city2", "planner")


def papers(filled, region: str, among: Callable, inside: frozenset, parties: frozenset) -> None:
    """Plant papers: ``inside`` are the officers over the order, ``parties`` those with its two sides."""
    world = filled.worlds[region]
    order = filled.things[region, "paper"][0].id
    case = Case.objects.select_related("office", "holder", "counterpart").get(pk=order)
    with clock.fixed(moment(world.on)):
        issued = _draft("letter", case, world)
        number = f"{world.mark}〔{world.on.year}〕1号"
        done = issuing.issue(
            issued, number=number, signed_on=world.on, signed=None, by=world.actor("city2"), key=world.key()
        )
        assert done, done.refusal
        waiting = _draft("correction", case, world)
        template = _template(world)
    filled.add(region, "case paper", issued.pk, parties)
    filled.add(region, "case paper", waiting.pk, inside)
    filled.add(region, "paper to issue", waiting.pk, inside)
    filled.add(region, "case with papers", case.pk, inside - among(region, "leader"))  # a leader drafts nothing
    filled.add(region, "template", template.pk, among(region, *HOUSED))


def _draft(code: str, case: Case, world) -> CasePaper:
    made = making.draft(KINDS[code], case, by=world.actor("city1"), on=world.on, site=SITE, typed=TYPED)
    assert isinstance(made, CasePaper), made
    return made


def _template(world) -> OfficeTemplate:
    document, out = Document(), BytesIO()
    document.add_paragraph("{{case.number}}")
    document.save(out)
    upload = SimpleUploadedFile("own.docx", out.getvalue())
    made = checking.take(upload, office=world.bodies["city office"], target="letter", by=world.actor("city1"))
    assert isinstance(made, OfficeTemplate), made
    return made
