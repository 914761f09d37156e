"""A clerk prepares a request for a right of vouchers; the firm's authorised person looks and submits it."""

import re

from django.urls import reverse

from kechuang.casework.models import Case, Step
from kechuang.casework.standard.models import Prepared
from tests.pages.voucher.world import Reader

NEW = "/prepared/new/voucher-right/"


def test_a_prepared_request_for_a_right_is_submitted_by_the_authorised_person(world):
    world.budget()
    world.person("preparer", "firm_preparer", "firm")
    clerk, chief = Reader(world, "preparer"), Reader(world, "firm clerk")
    with world.at():
        page = clerk.browser.get(NEW).content.decode()
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        prepared = clerk.browser.post(NEW, fields)
        assert prepared.status_code == 302, prepared.content.decode()[:3000]
        row = Prepared.objects.get()
        before = Case.objects.filter(kind="sharing.voucher.right").count()

        alone = clerk.browser.post(f"/prepared/{row.pk}/", {"do": "submit"})
        sent = chief.browser.post(f"/prepared/{row.pk}/", {"do": "submit"})

    case = Case.objects.get(kind="sharing.voucher.right")
    assert (before, alone.status_code, sent.status_code) == (0, 422, 302)
    assert sent.url == reverse("casework:case", args=[case.pk])
    assert (case.state, case.holder.name) == ("APPLIED", "firm")
    assert Step.objects.get(case=case).person_id == world.persons["firm clerk"].pk
