"""Rows that no longer say what the facts say are named, with table, row and both values."""

from decimal import Decimal

from kechuang.casework.act import act
from kechuang.casework.models import Account, Case
from kechuang.casework.proof_of_rows import AccountRows, CaseRows
from kechuang.ledger import verify
from kechuang.ledger.findings import Finding
from kechuang.web import chance
from tests.casework.lending import LEND, Lend


def lend(library):
    request = Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10))
    return act(LEND, request, by=library.clerk, key="k").case


def findings(check):
    seen = [
        verify.Seen(
            entry.log, entry.seq, entry.id, entry.type, entry.version, entry.case, entry.act, str(entry.on), groups
        )
        for entry, groups in disclosed()
    ]
    check.see(seen)
    return list(check.finish())


def disclosed():
    import json

    from kechuang.ledger.models import Entry

    for entry in Entry.objects.order_by("seq"):
        yield entry, {label: group["values"] for label, group in json.loads(entry.disclosed).items()}


def test_untouched_cases_agree(library):
    lend(library)

    assert findings(CaseRows()) == []


def test_a_changed_state_is_named(library):
    case = lend(library)
    Case.objects.filter(pk=case).update(state="CLOSED")

    assert findings(CaseRows()) == [
        Finding(
            "ledger.row_differs",
            {"table": "casework_case", "row": str(case), "column": "state", "held": "CLOSED", "fact": "LENT", "seq": 1},
        )
    ]


def test_a_changed_balance_is_named(library):
    case = lend(library)
    pocket = f"330100/fund/{case}"
    Account.objects.exclude(pk=pocket).delete()
    Account.objects.filter(pk=pocket).update(balance=Decimal(11))

    assert findings(AccountRows()) == [
        Finding(
            "ledger.row_differs",
            {"table": "casework_account", "row": pocket, "column": "balance", "held": "1100", "fact": "1000", "seq": 1},
        ),
        Finding(
            "ledger.row_differs",
            {
                "table": "casework_account",
                "row": "330100/fund",
                "column": "balance",
                "held": "",
                "fact": "-1000",
                "seq": 1,
            },
        ),
    ]
