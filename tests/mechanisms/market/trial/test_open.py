"""Open licences: what bars them, taken by a notice, filed, withdrawn without touching licences given."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.ledger.read import readable
from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.mechanisms.market.result.models import Achievement, Deal
from kechuang.mechanisms.market.trial.models import OpenLicence, OpenUse
from tests.mechanisms.market.trial.world import code, done


def test_a_licence_is_taken_paid_recorded_and_filed(world):
    licence = world.opened()
    use = done(world.notify(licence)).case

    done(world.use_step(use, "confirm"))
    due_on = Case.objects.get(pk=use).due_on
    done(world.use_step(use, "file"))

    row = OpenUse.objects.select_related("licence").get(pk=use)
    deal = Deal.objects.get(pk=row.deal)
    assert (world.state_of(use), due_on) == ("FILED", date(2026, 6, 2))
    assert (deal.outcome, deal.mode, deal.path, deal.price) == ("done", "ordinary", "open_licence", 20_000)
    assert Achievement.objects.get(pk=row.licence.result_id).licences == 1
    public = readable(Entry.objects.get(type="market.open_use.filed"), {"public"})
    assert (public["number"], "firm" in public) == ("BA-1", False)


def test_what_is_withdrawn_does_not_touch_licences_given(world):
    licence = world.opened()
    use = world.in_force(licence)

    done(world.open_step(licence, "take_back"))
    refused = world.notify(licence, "firm")
    done(world.use_step(use, "file"))

    fact = readable(Entry.objects.get(type="market.open_licence.withdrawn"), {"public"})
    deals = sorted(Deal.objects.values_list("mode", "outcome"))
    assert (fact["running"], fact["published"], code(refused)) == (1, True, "open_licence.not_open")
    assert (world.state_of(use), world.state_of(licence)) == ("FILED", "WITHDRAWN")
    assert deals == [("ordinary", "done"), ("ordinary", "failed")]


def test_a_licence_notified_before_the_withdrawal_may_still_be_paid(world):
    licence = world.opened()
    use = done(world.notify(licence)).case

    done(world.open_step(licence, "take_back"))
    done(world.use_step(use, "confirm"))

    assert world.state_of(use) == "IN_FORCE"


def test_while_a_patent_stands_open_no_exclusive_licence_goes_and_afterwards_it_does(world):
    licence = world.opened()
    result = OpenLicence.objects.get(pk=licence).result_id

    refused = code(world.deal(result, "exclusive", party="bank"))
    done(world.open_step(licence, "take_back"))
    done(world.deal(result, "exclusive", party="bank"))

    assert refused == "result.deal_running"


def test_the_term_ends_a_declaration_and_a_filing_that_is_late_is_reminded_of(world):
    licence = world.opened(until=date(2026, 8, 1))
    use = world.in_force(licence)

    world.pass_to(date(2026, 6, 2))
    before = OpenUse.objects.get(pk=use).reminded_on
    world.pass_to(date(2026, 6, 3))
    after = OpenUse.objects.get(pk=use).reminded_on
    world.pass_to(date(2026, 8, 1))
    last_day = world.state_of(licence)
    world.pass_to(date(2026, 8, 2))

    assert (before, after) == (None, date(2026, 6, 3))
    assert (last_day, world.state_of(licence)) == ("PUBLISHED", "LAPSED")


def test_bars_of_the_statute_each_by_name(world):
    ungranted = world.listed(ips=(world.ip(state="applied", granted_on=None),))
    unpaid = world.listed(ips=(world.ip(fee_until=None),))
    pledged = world.listed(ips=(world.ip(pledged=True),))
    exclusive = world.listed()
    done(world.deal(exclusive, "exclusive", party="bank"))
    done(world.close(exclusive))
    sole = world.listed()
    done(world.deal(sole, "sole", party="bank"))
    done(world.close(sole))
    ordinary = world.listed()
    done(world.deal(ordinary, "ordinary", party="bank"))
    done(world.close(ordinary))

    codes = [
        code(world.declare(ungranted)),
        code(world.declare(unpaid)),
        code(world.declare(pledged)),
        code(world.declare(pledged, consent="质权人同意书〔2026〕1号")),
        code(world.declare(exclusive)),
        code(world.declare(sole)),
        code(world.declare(legal="suspended")),
        code(world.declare(ordinary)),
    ]

    assert codes == [
        "open_licence.not_granted",
        "open_licence.fee_unpaid",
        "open_licence.pledged",
        "",
        "open_licence.exclusive_running",
        "open_licence.exclusive_running",
        "open_licence.suspended",
        "",
    ]


def test_a_result_in_dispute_is_not_opened(world):
    result = world.listed()
    case = done(world.declare(result)).case
    done(world.take(result, "freeze", "operator"))

    refused = world.open_step(case, "publish")

    assert (code(refused), world.state_of(case)) == ("open_licence.suspended", "DECLARED")


def test_an_exclusive_licence_of_the_meantime_bars_the_publication(world):
    result = world.listed()
    case = done(world.declare(result)).case
    done(world.deal(result, "exclusive", party="bank"))
    running = code(world.open_step(case, "publish"))
    done(world.close(result))

    given = code(world.open_step(case, "publish"))

    assert (running, given) == ("result.deal_running", "open_licence.exclusive_running")


WORDS = (
    ("identify.patent.no_check", {"number": "202310001001"}),
    ("identify.patent.check", {"number": "202310001001.0"}),
    ("open_licence.number_elsewhere", {"number": "202310000001.8"}),
    ("open_licence.no_payment", {"payment": " "}),
    ("open_licence.term_past", {"until": date(2026, 3, 2)}),
    ("open_licence.praises", {"text": "国际领先，填补空白"}),
    ("open_licence.praises", {"payment": "限时优惠，签约即付"}),
    ("notice.no_price", {"fee": Price(form="lump")}),
    ("notice.no_base", {"fee": Price(form="royalty", share=Decimal("0.1"))}),
    ("trial.no_instalments", {"fee": Price(form="instalments", amount=Decimal(1))}),
)


@pytest.mark.parametrize(("wanted", "more"), WORDS)
def test_a_declaration_that_is_none_is_refused_by_name(world, wanted, more):
    from kechuang.kernel.identify.patent import patent_check

    if wanted == "open_licence.number_elsewhere":
        more = {"number": f"202310000001.{patent_check('202310000001')}"}
    if wanted == "identify.patent.check":
        right = patent_check("202310001001")
        more = {"number": f"202310001001.{'1' if right == '0' else '0'}"}

    refused = world.declare(**more)

    assert code(refused) == wanted


def test_words_of_praise_are_named(world):
    refused = world.declare(text="国际领先，填补空白").refusal

    assert (refused.values["words"], refused.values["key"]) == ("国际领先、填补空白", "open_licence.advertising")


def test_one_declaration_a_patent_and_only_by_its_patentee(world):
    result = world.listed()
    done(world.declare(result))
    stranger = world.listed(ips=(world.ip(patentee="另一单位"),), ground="受让")

    codes = [code(world.declare(result)), code(world.declare(stranger)), code(world.declare(by="clerk"))]

    assert codes == ["open_licence.declared_already", "open_licence.not_the_patentee", "case.not_yours"]


def test_uses_that_are_none(world):
    licence = world.opened()
    use = done(world.notify(licence)).case
    tomorrow = world.on + timedelta(days=1)

    codes = [
        code(world.notify(licence)),
        code(world.notify(licence, "firm", use="")),
        code(world.use_step(use, "confirm", paid_on=tomorrow)),
        code(world.use_step(use, "confirm", reference="")),
        code(world.use_step(use, "confirm", amount=Decimal(19_999))),
        code(world.use_step(use, "confirm", amount=Decimal(2))),
        code(world.use_step(use, "file")),
        code(world.use_step(use, "drop", by="county clerk", text="")),
        code(world.use_step(use, "confirm", by="county clerk")),
    ]

    assert codes == [
        "open_licence.taken_already",
        "open_licence.no_use",
        "open_licence.paid_in_future",
        "open_licence.no_reference",
        "open_licence.paid_differs",
        "open_licence.paid_unit",
        "case.move_not_open",
        "trial.no_reason",
        "case.not_yours",
    ]
    done(world.use_step(use, "drop", by="county clerk"))
    done(world.notify(licence))


def test_filing_needs_its_number_and_a_day_that_has_come(world):
    use = world.in_force(world.opened())

    codes = [
        code(world.use_step(use, "file", number=" ")),
        code(world.use_step(use, "file", on=world.on + timedelta(days=1))),
    ]

    assert codes == ["open_licence.no_filing_number", "open_licence.filed_in_future"]
    done(world.open_step(done(world.declare()).case, "refuse"))
