"""An attestation from the request to the certificate, its amendment and revocation; each bad input by its own name."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.attestation import queries
from kechuang.mechanisms.market.attestation.models import AttestationVersion
from kechuang.mechanisms.market.attestation.rules import requests as asked
from kechuang.mechanisms.market.contract import actions as contracts
from kechuang.mechanisms.market.contract.rules.requests import End
from tests.mechanisms.market.attestation.world import PRICE, done


def code(outcome) -> str:
    return outcome.refusal.code if outcome.refusal else ""


def test_a_deal_is_certified_amended_and_revoked_and_no_version_is_overwritten(world):
    case = world.issued()
    first = world.row(case)
    before = AttestationVersion.objects.get(attestation=case).token

    done(world.amend(case))
    second = world.row(case)
    done(world.revoke(case))
    last = world.row(case)

    versions = queries.versions(case)
    assert (first.number, first.version, first.case.state) == ("JZ-330100-2026-0001", 1, "ISSUED")
    assert (second.number, second.version, second.case.state) == (first.number, 2, "AMENDED")
    assert [(each.version, each.said["paid"], bool(each.fact)) for each in versions] == [
        (1, False, True),
        (2, True, True),
    ]
    assert versions[0].token == before
    assert (last.case.state, last.ended_on, last.live, verify().ok) == ("REVOKED", world.on, False, True)


def test_the_operator_opens_an_attestation_by_itself(world):
    path, contract = world.deal()

    case = done(world.ask(path, contract, "operator")).case

    row = Case.objects.get(pk=case)
    assert (row.state, row.holder, row.counterpart) == (
        "EVIDENCE_CHECK", world.bodies["university"], world.bodies["firm"],
    )  # fmt: skip


def test_the_buyer_asks_too_and_numbers_follow_each_other(world):
    first = world.issued()
    done(world.revoke(first))
    path = world.row(first).path_case

    again = world.checked(path, world.row(first).contract_id, side="buyer")
    done(world.issue(again))

    assert world.row(again).number == "JZ-330100-2026-0002"


def test_nothing_is_certified_whose_notice_did_not_pass(world):
    running = world.running()
    contract = world.registered()

    assert code(world.ask(running, contract)) == "attestation.no_price_path"


def test_a_contract_signed_before_the_notice_had_ended_is_refused(world):
    path = world.passed()
    done(world.sign(path))
    early = world.registered(signed_on=world.on - timedelta(days=3))

    assert code(world.ask(path, early)) == "attestation.signed_before_notice_ended"


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        ({"total_yuan": PRICE - 1000}, "attestation.amount_differs"),
        ({"number": "HT-2"}, "attestation.other_contract"),
    ],
)
def test_a_contract_that_is_not_that_of_the_notice_is_refused(world, content, refused):
    path = world.passed()
    done(world.sign(path))

    assert code(world.ask(path, world.registered(**content))) == refused


def test_a_contract_with_another_buyer_is_refused(world):
    path = world.passed()
    done(world.sign(path))
    other = world.bodies["other firm"]
    party = world.content().buyer.__class__(name=other.name, code=other.code, place=other.place)

    assert code(world.ask(path, world.registered(buyer=party))) == "attestation.parties_differ"


def test_a_deal_without_a_registered_contract_is_refused(world):
    path, contract = world.deal()
    with world.at():
        end = End(case=contract, ground="cancelled", text="解除", none_enjoyed=True)
        done(contracts.take("deregister", end, by=world.actor("registrar"), key=world.key()))

    assert code(world.ask(path, None)) == "attestation.no_contract"
    assert code(world.ask(path, contract)) == "attestation.contract_not_registered"


@pytest.mark.parametrize(
    ("paid", "amounts", "refused"),
    [
        (True, (), "attestation.not_paid"),
        (True, (1_000_000,), "attestation.not_paid"),
        (False, (3_000_001,), "attestation.paid_too_much"),
        (True, (3_000_000,), ""),
        (False, (1_000_000,), ""),
    ],
)
def test_what_is_called_paid_is_proved_by_vouchers(world, paid, amounts, refused):
    path, contract = world.deal()

    outcome = world.ask(path, contract, laid=world.laid(paid=paid, payments=world.vouchers(*amounts)))

    assert code(outcome) == refused


@pytest.mark.parametrize(
    ("laid", "refused", "place"),
    [
        ({"ownership": " "}, "attestation.no_ownership", "ownership"),
        ({"statement": ""}, "attestation.no_statement", "statement"),
        ({"statement": asked.RELATED}, "attestation.statement_empty", "statement_text"),
    ],
)
def test_evidence_that_is_missing_is_asked_for_by_name(world, laid, refused, place):
    path, contract = world.deal()

    outcome = world.ask(path, contract, laid=world.laid(**laid))

    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.place) == (refused, place)


def test_a_relation_that_the_notice_named_is_not_denied(world):
    path = world.passed(buyers=(world.buyer(relation="completer_firm"),))
    done(world.sign(path))

    outcome = world.ask(path, world.registered())

    assert code(outcome) == "attestation.related_denied"


def test_one_deal_has_one_attestation(world):
    first = world.issued()
    row = world.row(first)

    again = world.ask(row.path_case, row.contract_id, "buyer")

    assert again.refusal is not None
    assert (again.refusal.code, again.refusal.values["number"]) == ("attestation.second", row.number)


def test_a_person_must_have_looked_and_another_one_issues(world):
    path, contract = world.deal()
    case = done(world.ask(path, contract)).case
    done(world.move("take_up", asked.TakeUp(case)))
    unseen = world.issue(case)
    world.person("both", "market_operator", "operator")
    world.person("both 2", "market_reviewer", "operator")
    from kechuang.web.accounts.models import Grant

    Grant.objects.create(
        person=world.persons["both"], role="market_reviewer", body=world.bodies["operator"], valid_from="2020-01-01"
    )
    done(world.move("examine", asked.Examine(case=case, lines=("ownership", "statement")), "both"))

    same = world.issue(case, "both")

    assert (code(unseen), bool(same.refusal), code(world.issue(case))) == ("attestation.not_examined", True, "")


def test_what_is_supplemented_is_examined_again(world):
    path, contract = world.deal()
    case = world.checked(path, contract)
    laid = world.laid(payments=world.vouchers(1_000_000))

    done(world.move("supplement", asked.Supplement(case=case, laid=laid), "transfer office"))

    assert (world.row(case).examined, code(world.issue(case))) == ([], "attestation.not_examined")


def test_a_contract_that_ended_meanwhile_stops_the_certificate(world):
    path, contract = world.deal()
    case = world.checked(path, contract)
    with world.at():
        end = End(case=contract, ground="cancelled", text="解除", none_enjoyed=True)
        done(contracts.take("deregister", end, by=world.actor("registrar"), key=world.key()))

    assert code(world.issue(case)) == "attestation.contract_not_registered"


def test_an_amendment_changes_something_and_says_why(world):
    case = world.issued()
    same = asked.Amend(case=case, site="", at=1, reason="无", laid=world.laid())
    silent = asked.Amend(case=case, site="", at=1, reason=" ", laid=world.laid())

    assert [code(world.move("amend", each, "reviewer")) for each in (same, silent)] == [
        "attestation.nothing_changed", "attestation.no_reason",
    ]  # fmt: skip


def test_a_refused_request_frees_its_deal_and_says_why(world):
    path, contract = world.deal()
    case = done(world.ask(path, contract)).case

    silent = world.move("refuse", asked.Refuse(case=case, reason=""))
    done(world.move("refuse", asked.Refuse(case=case, reason="权属证明与登记不一致")))

    assert (code(silent), world.row(case).live, world.row(case).case.state) == (
        "attestation.no_reason",
        False,
        "REFUSED",
    )
    assert code(world.ask(path, contract)) == ""


def test_a_revoked_certificate_is_neither_amended_nor_revoked_again(world):
    case = world.issued()
    done(world.revoke(case))

    assert [code(world.amend(case)), code(world.revoke(case))] == ["case.move_not_open"] * 2
    assert world.row(case).case.amount == Decimal(3_000_000)
