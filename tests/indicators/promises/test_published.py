"""A plan's progress and the published targets of its work lead to each other, where there are such targets."""

import pytest
from django.test import Client

from kechuang.policy.works import published, published_lists
from kechuang.policy.works.models import Work

WORK = "zj-new-drivers-2018"


@pytest.fixture
def known(office):
    """The measured plan as a paper of a work of which published targets are kept."""
    published.mirror()
    office.bind()
    Work.objects.filter(manifestations__document=office.document).update(key=WORK)
    return office


def test_a_plan_leads_to_its_published_targets_and_the_list_leads_back(known):
    plan, there = f"/promises/plans/{known.document.pk}/", f"/policy/published/?work={WORK}"
    reader = Client()

    shown = [reader.get(url).content.decode() for url in ("/promises/plans/", plan)]
    back = reader.get(there).content.decode()

    assert [f'href="{there}"' in text for text in shown] == [True, True]
    assert f'href="{plan}"' in back
    assert reader.get(plan).status_code == 200


def test_a_plan_without_published_targets_leads_to_the_whole_list_only(office):
    published.mirror()
    office.bind()
    reader = Client()

    plans = reader.get("/promises/plans/").content.decode()
    plan = reader.get(f"/promises/plans/{office.document.pk}/").content.decode()
    back = reader.get("/policy/published/").content.decode()

    assert ("/policy/published/?work=" in plans, "/policy/published/" in plan) == (False, False)
    assert ('href="/policy/published/"' in plans, 'href="/promises/plans/"' in back) == (True, True)
    assert published_lists.of_documents([office.document.pk]) == {}


def test_a_work_in_no_paper_of_the_register_leads_nowhere(office):
    published.mirror()

    back = Client().get(f"/policy/published/?work={WORK}").content.decode()

    assert "/promises/plans/" in back
    assert f"/promises/plans/{office.document.pk}/" not in back
