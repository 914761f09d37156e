"""A form of the voucher that was opened before somebody else moved shows what changed and keeps what was typed."""

import re

from django.urls import reverse

from kechuang.casework.models import Case, Step
from tests.pages.voucher.world import Reader

NOTE = "Looked at every line."


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


def test_somebody_was_faster_and_the_words_are_kept(world):
    budget = world.budget()
    right = world.applied(budget)
    slow, fast = Reader(world, "county"), Reader(world, "county")
    blank = slow.text("voucher:right-check-county", right)
    fast.do("standard:ask", right, bodies=[str(world.bodies["city office"].pk)], question="Well?")

    sent = {"key": hidden(blank, "key"), "version": hidden(blank, "version"), "note": NOTE}
    late = _post(world, slow, right, sent)

    shown = late.content.decode()
    assert late.status_code == 422
    assert ('id="meanwhile"' in shown, NOTE in shown) == (True, True)
    assert (hidden(shown, "key") != sent["key"], hidden(shown, "version")) == (
        True,
        str(Case.objects.get(pk=right).version),
    )
    assert Step.objects.filter(case=right, move="check_county").count() == 0
    again = {"key": hidden(shown, "key"), "version": hidden(shown, "version"), "note": NOTE}
    assert _post(world, slow, right, again).status_code == 302


def _post(world, reader, right, data):
    with world.at():
        return reader.browser.post(reverse("voucher:right-check-county", args=[right]), data)
