"""Targets of published plans: facts with clause and source, none with an owner or a state."""

from collections import Counter

import pytest
from django.test import Client

from kechuang.policy import catalogue
from kechuang.policy.works import published
from kechuang.policy.works.models import PublishedTarget
from tests.policy.works.test_seeds import SEEDS

pytestmark = pytest.mark.django_db
COUNTS = {"zj-common-prosperity-2022": 4, "zj-sti-plan-2021": 53, "zj-new-drivers-2018": 31}


def test_every_plan_of_the_five_documents_is_there_and_the_delta_plan_sets_no_figure():
    published.mirror()

    assert Counter(PublishedTarget.objects.values_list("work", flat=True)) == COUNTS
    assert [each["work"] for each in published.entries() if not each["targets"]] == ["yrd-community-2022"]


def test_mirroring_twice_changes_nothing_and_a_row_that_is_gone_goes():
    published.mirror()
    PublishedTarget.objects.create(code="old:01", work="old", title="x", order=1, label="x", label_en="x", clause="一",
                                   comparator="eq", kind="count", place="330000", source="x")  # fmt: skip

    published.mirror()

    assert PublishedTarget.objects.count() == sum(COUNTS.values())


def test_the_page_narrows_and_exports_them_and_leads_to_the_lasting_citation():
    published.mirror()

    shown = Client().get("/policy/published/?work=zj-new-drivers-2018&year=2022&q=独角兽").content.decode()
    file = Client().get("/policy/published/?work=zj-common-prosperity-2022&export=csv")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()

    assert shown.count("独角兽企业") > 0
    assert "/policy/cited/zj-new-drivers-2018/" in shown
    assert len([line for line in lines if "国科发区" in line]) == 4


def test_programs_read_the_figures_and_no_state():
    published.mirror()

    found = Client().get("/api/v1/works/published?work=zj-new-drivers-2018&year=2022&kind=level").json()["items"]

    assert {"state", "owner"} & set(found[0]) == set()
    assert len(found) == 4


def test_labels_are_ours_and_clauses_are_those_of_the_text():
    if not SEEDS.is_dir():
        pytest.skip("the published documents are not beside this checkout")
    texts = {path.name[:3]: path.read_text("utf-8") for path in SEEDS.glob("*.txt")}
    everything = "".join("".join(text.split()) for text in texts.values())

    long = [row.label for row in published.rows() if len(row.label) > 14 and "".join(row.label.split()) in everything]

    assert long == []


def test_every_target_is_of_a_known_work():
    assert {each["work"] for each in published.entries()} <= set(catalogue.works())
