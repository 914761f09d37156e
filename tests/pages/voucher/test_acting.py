"""Forms of the voucher: refusals beside the field with their clause, values kept, sent twice done once, many at once."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case, Step
from kechuang.casework.moves import SYSTEM
from kechuang.casework.registry import CASE_KINDS
from kechuang.mechanisms.sharing.voucher.form_acts.table import ACTS
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import moves
from tests.casework.files import made
from tests.pages.voucher.world import FIRM_CODE, Reader

CONTRACT = made.pdf("the contract")
ORDER_FORM = {
    "category": "testing",
    "contract_no": "HT-1",
    "contract_yuan": "60000",
    "eligible_yuan": "60000",
    "asked_yuan": "",
}


@pytest.fixture
def ready(world):
    """A granted right and a listed provider."""
    world.provider_case, world.right_case = world.listed(), world.granted(world.budget())
    return world


def order_values(world, **more):
    mine = {"right": str(world.right_case), "provider": str(world.provider_case), "contract_on": world.on.isoformat()}
    return {**ORDER_FORM, **mine, **more}


def main(response) -> str:
    return response.content.decode().split("<main")[1].split("</main>")[0]


def test_every_move_that_a_person_takes_has_its_form():
    wanted = {(table.kind, entry.code) for table in moves.ALL for entry in table.table if entry.side != SYSTEM}

    assert {(act.moves.kind, act.move) for act in ACTS} == wanted
    assert all(
        set(CASE_KINDS[table.kind].forms) == {m for k, m in wanted if k == table.kind and table.by_code[m].sources}
        for table in moves.ALL
    )


def test_every_route_of_the_voucher_declares_who_may_open_it():
    bare = [
        str(pattern.pattern)
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "app_name", "") == "voucher"
        for pattern in resolver.url_patterns
        if not getattr(pattern.callback, "permission", "")
    ]

    assert bare == []


def test_a_refused_order_keeps_its_values_and_shows_rule_and_clause(ready):
    response = Reader(ready, "firm clerk").send("voucher:order-reserve", **order_values(ready, asked_yuan="50000"))
    page = main(response)

    assert response.status_code == 422
    assert 'value="HT-1"' in page
    assert '<a href="#id_asked_yuan">' in page
    assert ["50%" in page, "30,000" in page, "本平台设计" in page or "kechuang" in page] == [True, True, True]
    assert Case.objects.filter(kind=moves.ORDER.kind).count() == 0


def test_a_file_survives_the_refusal_and_need_not_be_chosen_again(ready):
    reader = Reader(ready, "firm clerk")
    contract = SimpleUploadedFile("contract.pdf", CONTRACT)
    refused = reader.send(
        "voucher:order-reserve", **order_values(ready, asked_yuan="50000", contract=contract, declared="on")
    )
    kept = re.search(r'name="contract_kept" value="([^"]+)"', main(refused)).group(1)

    case = reader.do("voucher:order-reserve", **order_values(ready, contract_kept=kept))

    served = reader.get("voucher:paper", case, "contract")
    assert "contract.pdf" in main(refused)
    assert b"".join(served) == CONTRACT


def test_a_file_without_the_declaration_or_with_a_mark_is_not_kept(ready):
    reader, before = Reader(ready, "firm clerk"), list(kept.all_digests())
    marked, plain = made.docx("合同", header="机密★10年"), made.docx("合同")

    def send(data, **more):
        contract = SimpleUploadedFile("contract.docx", data)
        return main(reader.send("voucher:order-reserve", **order_values(ready, contract=contract, **more)))

    silent, refused = send(plain), send(marked, declared="on")

    assert ['<a href="#id_declared">' in silent, "须声明文件非涉密" in silent] == [True, True]
    assert ['<a href="#id_contract">' in refused, "带有“机密”密级标志" in refused] == [True, True]
    assert re.findall(r'name="contract_kept" value="([^"]+)"', silent + refused) == []
    assert list(kept.all_digests()) == before
    assert Case.objects.filter(kind=moves.ORDER.kind).count() == 0


def test_a_kept_file_is_nobody_elses(ready):
    contract = SimpleUploadedFile("contract.pdf", CONTRACT)
    refused = Reader(ready, "neighbour clerk")
    ready.granted(Case.objects.get(kind=moves.BUDGET.kind).pk, "neighbour")
    page = main(
        refused.send("voucher:order-reserve", **order_values(ready, asked_yuan="x", contract=contract, declared="on"))
    )
    stolen = re.search(r'name="contract_kept" value="([^"]+)"', page).group(1)

    case = Reader(ready, "firm clerk").do("voucher:order-reserve", **order_values(ready, contract_kept=stolen))

    assert VoucherOrder.objects.get(pk=case).contract_sha256 == ""


def test_a_draft_is_kept_by_a_button_and_never_ticks_the_declaration(ready):
    reader = Reader(ready, "firm clerk")
    page = main(reader.get("voucher:order-reserve"))
    token = re.search(r'name="_draft" value="([^"]+)"', page).group(1)

    with ready.at():
        sent = {"_draft": token, "contract_no": "HT-DRAFT", "declared": "on"}
        reader.browser.post(reverse("web:draft-keep"), sent)
    again = main(reader.get("voucher:order-reserve"))

    assert page.count("保存草稿") == 1
    assert ['value="HT-DRAFT"' in again, re.findall(r'<input[^>]*name="declared"[^>]*checked', again)] == [True, []]


def test_an_empty_form_says_what_is_missing_at_each_field(ready):
    response = Reader(ready, "firm clerk").send("voucher:order-reserve")

    page = main(response)
    links = re.findall(r'<a href="#id_(\w+)">', page)

    assert response.status_code == 422
    assert links == ["provider", "category", "contract_no", "contract_on", "contract_yuan", "eligible_yuan"]


def test_a_form_sent_twice_does_the_act_once(ready):
    reader, url = Reader(ready, "firm clerk"), reverse("voucher:order-reserve")
    values = order_values(ready, key="0123456789abcdef0123456789abcdef")

    with ready.at():
        first, second = (reader.browser.post(url, values) for _ in range(2))

    assert [first.status_code, second.status_code, first["Location"] == second["Location"]] == [302, 302, True]
    assert Case.objects.filter(kind=moves.ORDER.kind).count() == 1


def test_a_key_of_somebody_else_does_not_give_their_result(ready):
    key = "0123456789abcdef0123456789abcdef"
    reader = Reader(ready, "firm clerk")
    with ready.at():
        reader.browser.post(reverse("voucher:order-reserve"), order_values(ready, key=key))
        other = Reader(ready, "neighbour clerk").browser.post(reverse("voucher:order-reserve"), {"key": key})

    assert other.status_code == 200
    assert "领券权利" in main(other)
    assert Step.objects.filter(key__endswith=key).count() == 1


def test_a_move_that_is_not_open_leads_back_to_the_case(ready):
    order = ready.reserved(ready.right_case, ready.provider_case)

    response = Reader(ready, "firm clerk").get("voucher:order-claim", order)

    assert [response.status_code, response["Location"]] == [302, reverse("casework:case", args=[order])]


def test_a_person_without_the_duty_does_not_open_the_form(ready):
    order = ready.reserved(ready.right_case, ready.provider_case)

    assert Reader(ready, "county").get("voucher:order-check", order).status_code == 403
    assert Reader(ready).get("voucher:order-check", order).status_code == 302


def test_what_the_platform_knows_is_filled_in_with_its_source(ready):
    order = ready.delivered(ready.reserved(ready.right_case, ready.provider_case))

    page = main(Reader(ready, "firm clerk").get("voucher:order-claim", order))

    assert [f'value="{FIRM_CODE}"' in page, 'value="40,000"' in page, "单位登记信息" in page] == [True, True, True]


def test_the_page_of_a_move_says_what_will_happen_and_how_to_undo_it(ready):
    order = ready.reserved(ready.right_case, ready.provider_case)

    page = main(Reader(ready, "firm clerk").get("voucher:order-cancel", order))

    assert ["冻结金额退回您的额度" in page, "同一合同可以重新下单" in page] == [True, True]


def applications(world, count):
    budget = Case.objects.filter(kind=moves.BUDGET.kind).first()
    identifier = budget.pk if budget else world.budget()
    found = []
    for number in range(count):
        world.body(f"many{number}", "enterprise", "330106")
        world.person(f"many{number} clerk", "firm_clerk", f"many{number}")
        found.append(world.applied(identifier, f"many{number}"))
    return found


def test_twenty_applications_are_checked_at_once_after_a_confirmation(world):
    rights = applications(world, 20)
    county, url = Reader(world, "county"), reverse("voucher:many-right-check-county")
    rows = [str(right) for right in rights]

    with world.at():
        asked = county.browser.post(url, {"row": rows})
        key = re.search(r'name="key" value="(\w+)"', asked.content.decode()).group(1)
        done = county.browser.post(url, {"row": rows, "key": key, "note": "seen"})
        again = county.browser.post(url, {"row": rows, "key": key, "note": "seen"})

    page = main(asked)
    assert [asked.status_code, page.count('name="row"'), "20 件" in page, "转市级审核" in page] == [200, 20, True, True]
    assert [done.status_code, again.status_code] == [302, 302]
    assert set(Case.objects.filter(pk__in=rights).values_list("state", flat=True)) == {"CITY_CHECK"}
    assert Step.objects.filter(case__in=rights, move="check_county").count() == 20


def test_many_at_once_says_what_was_not_done_and_why(world):
    first, second = applications(world, 2)
    county, url = Reader(world, "county"), reverse("voucher:many-right-check-county")
    world.checked(first)

    with world.at():
        response = county.browser.post(url, {"row": [str(first), str(second)], "key": "a" * 32, "note": ""})

    page = main(response)
    assert [response.status_code, "已办理 1 件，未办理 1 件" in page, "市级审核中" in page] == [200, True, True]
    assert Case.objects.get(pk=second).state == "CITY_CHECK"


def test_a_neighbours_row_cannot_be_slipped_into_a_batch(world):
    right = world.applied(world.budget(), "neighbour")

    with world.at():
        response = Reader(world, "county").browser.post(
            reverse("voucher:many-right-check-county"), {"row": [str(right)], "key": "a" * 32}
        )

    assert [response.status_code, Case.objects.get(pk=right).state] == [302, "APPLIED"]


def test_the_confirmation_of_many_takes_the_same_queries_for_one_and_for_three(world, django_assert_num_queries):
    rights = [str(right) for right in applications(world, 3)]
    url = reverse("voucher:many-right-check-county")

    with world.at():
        for rows in (rights[:1], rights):
            county = Reader(world, "county")
            with django_assert_num_queries(7):
                county.browser.post(url, {"row": rows})


def test_failed_lines_of_a_batch_are_payable_again(ready):
    orders = ready.payable(
        ready.reserved(ready.right_case, ready.provider_case, 40_000),
        ready.reserved(ready.right_case, ready.provider_case, 20_000),
    )
    batch = ready.exported(ready.batch(*orders))
    values = {f"failed_{orders[1].hex}": "account closed"}

    Reader(ready, "finance3").do(
        "voucher:batch-record-payment", batch, paid_on=ready.on.isoformat(), bank_ref="B-1", **values
    )
    page = Reader(ready).text("voucher:result", batch)

    assert [Case.objects.get(pk=order).state for order in orders] == ["PAID", "PAYABLE"]
    assert ["20,000" in page, "10,000" in page] == [True, False]


def test_who_prepared_or_checked_a_batch_may_not_record_its_payment(ready):
    orders = ready.payable(ready.reserved(ready.right_case, ready.provider_case))
    batch = ready.exported(ready.batch(*orders))

    answers = [Reader(ready, f"finance{n}").get("voucher:batch-record-payment", batch).status_code for n in (1, 2, 3)]

    assert answers == [302, 302, 200]


def test_the_payment_file_is_what_its_digest_says(ready):
    import hashlib

    orders = ready.payable(ready.reserved(ready.right_case, ready.provider_case))
    batch = ready.exported(ready.batch(*orders))
    reader = Reader(ready, "finance2")

    content = b"".join(reader.get("voucher:payment-file", batch, "csv"))
    book = b"".join(reader.get("voucher:payment-file", batch, "xlsx"))

    assert hashlib.sha256(content).hexdigest() in main(reader.get("casework:case", batch))
    assert book.startswith(b"PK")
    assert Reader(ready, "firm clerk").get("voucher:payment-file", batch, "csv").status_code == 403


def test_a_round_is_drawn_again_in_public_and_an_order_finds_itself(ready):
    order = ready.in_audit(ready.claimed(ready.delivered(ready.reserved(ready.right_case, ready.provider_case))))
    round_ = ready.drawn()

    page = Reader(ready).text("voucher:round", round_, order=str(order))

    assert ["种子与此前承诺一致" in page, "重新抽取的结果相同" in page] == [True, True]
    assert ["该订单参与并被抽中" in page, str(order) in page] == [True, True]


def test_the_seed_of_an_open_round_is_nowhere(ready):
    auditor = Reader(ready, "auditor")
    round_ = auditor.do("voucher:round-commit")
    seed = Case.objects.select_related("voucher_audit").get(pk=round_).voucher_audit.seed

    pages = [
        Reader(ready).text("voucher:round", round_),
        auditor.text("casework:case", round_),
        str(Reader(ready).api("rounds")),
    ]

    assert [len(seed), *(seed in page for page in pages)] == [64, False, False, False]


def test_orders_that_were_not_drawn_pass_at_once(ready):
    for amount in range(3):
        ready.in_audit(
            ready.claimed(ready.delivered(ready.reserved(ready.right_case, ready.provider_case, 10_000 + amount)))
        )
        ready.pass_days(31)  # contracts of one pair within a month are a sign of splitting
    round_ = ready.drawn()
    auditor = Reader(ready, "auditor")

    asked = main(auditor.get("voucher:round-pass-undrawn", round_))
    auditor.do("voucher:round-pass-undrawn", round_)

    assert "2 笔" in asked
    assert sorted(Case.objects.filter(kind=moves.ORDER.kind).values_list("state", flat=True)) == [
        "AUDIT",
        "PUBLIC_NOTICE",
        "PUBLIC_NOTICE",
    ]


def test_paid_money_is_clawed_back_with_its_receipt(ready):
    orders = ready.payable(ready.reserved(ready.right_case, ready.provider_case))
    ready.paid(ready.exported(ready.batch(*orders)))
    auditor = Reader(ready, "auditor")

    refused = auditor.send("voucher:order-claw-back", orders[0], reason="", receipt_ref="")
    auditor.do("voucher:order-claw-back", orders[0], reason="fake_service", receipt_ref="R-1")

    assert [refused.status_code, Case.objects.get(pk=orders[0]).state] == [422, "CLAWED_BACK"]


def test_rows_chosen_in_the_list_are_ticked_in_the_batch(ready):
    orders = ready.payable(
        ready.reserved(ready.right_case, ready.provider_case, 40_000),
        ready.reserved(ready.right_case, ready.provider_case, 20_000),
    )
    finance = Reader(ready, "finance1")

    with ready.at():
        page = main(finance.browser.post(reverse("voucher:batch-prepare"), {"row": [str(orders[1])]}))

    ticked = re.findall(r'name="orders" value="([^"]+)" checked', page)
    assert [ticked, page.count('name="orders"')] == [[str(orders[1])], 2]


def test_a_used_up_quota_says_so_instead_of_asking_in_vain(ready):
    ready.reserved(ready.right_case, ready.provider_case, 200_000)

    page = main(Reader(ready, "firm clerk").get("voucher:order-reserve"))

    assert ["您的额度已用完" in page, "<form" in page] == [True, False]


def test_the_right_that_an_order_will_use_is_said_though_not_asked(ready):
    page = main(Reader(ready, "firm clerk").get("voucher:order-reserve"))

    assert [Case.objects.get(pk=ready.right_case).number in page, "剩余 100,000 元" in page] == [True, True]


def test_a_firm_applies_once_a_year_and_reads_why_not_twice(world):
    world.budget()
    firm = Reader(world, "firm clerk")
    right = firm.do("voucher:right-apply", quota_yuan="")

    again = firm.send("voucher:right-apply", quota_yuan="")

    assert [again.status_code, Case.objects.get(pk=right).number in main(again)] == [422, True]


def test_without_an_open_budget_the_firm_reads_what_to_do(world):
    page = main(Reader(world, "firm clerk").get("voucher:right-apply"))

    assert ["没有开放申领的创新券预算" in page, "<form" in page] == [True, False]


# --- the interface for programs


def call(reader, path, key="api-key-1", **body):
    with reader.world.at():
        return reader.browser.post(
            f"/api/v1/vouchers/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Idempotency-Key": key} if key else {},
        )


def test_an_order_through_the_api_is_the_order_of_the_pages_and_a_repeat_gives_it_again(ready):
    reader, values = Reader(ready, "firm clerk"), order_values(ready)

    first = call(reader, "orders/reserve", **values)
    second = call(reader, "orders/reserve", **values)

    assert [first.status_code, second.status_code] == [200, 200]
    assert [first.json()["state"], second.json()["repeated"], second.json()["case"]] == [
        "RESERVED",
        True,
        first.json()["case"],
    ]
    assert Case.objects.get(pk=first.json()["case"]).amount == Decimal(30_000)


def test_the_api_refuses_with_code_sentence_and_field(ready):
    answer = call(Reader(ready, "firm clerk"), "orders/reserve", **order_values(ready, asked_yuan="50000"))

    body = answer.json()
    assert [answer.status_code, body["code"], body["field"]] == [409, "voucher.ratio_exceeded", "asked_yuan"]


def test_the_api_says_which_values_cannot_be_read(ready):
    answer = call(Reader(ready, "firm clerk"), "orders/reserve", **order_values(ready, contract_on="yesterday"))

    assert [answer.status_code, [fault["place"] for fault in answer.json()["faults"]]] == [422, ["contract_on"]]


def test_the_api_wants_a_key_and_does_not_find_a_neighbours_order(ready):
    order = ready.reserved(ready.right_case, ready.provider_case)
    owner, neighbour = Reader(ready, "firm clerk"), Reader(ready, "neighbour clerk")

    assert call(owner, f"orders/{order}/cancel", key="").status_code == 400
    assert call(neighbour, f"orders/{order}/cancel").status_code == 404
    assert call(owner, f"orders/{order}/cancel").json()["state"] == "RELEASED"


def test_a_file_is_handed_in_before_the_act_that_needs_it(ready):
    order = ready.reserved(ready.right_case, ready.provider_case)
    provider = Reader(ready, "provider clerk")

    with ready.at():
        kept = provider.browser.post(
            "/api/v1/vouchers/files",
            {"file": SimpleUploadedFile("report.txt", ("测试报告内容 " * 20).encode()), "declared": "true"},
        ).json()
    answer = call(provider, f"orders/{order}/deliver", delivered_on=ready.on.isoformat(), report_kept=kept["kept"])

    assert [answer.status_code, VoucherOrder.objects.get(pk=order).report_sha256] == [200, kept["sha256"]]


def test_the_api_keeps_no_file_that_is_not_declared_or_bears_a_mark(ready):
    provider, plain = Reader(ready, "provider clerk"), "测试报告内容".encode()
    before = list(kept.all_digests())
    sent = [
        ("report.txt", plain, {}),
        ("report.txt", plain, {"declared": "false"}),
        ("report.txt", "秘密★5年\n测试报告".encode(), {"declared": "true"}),
        ("机密★测试报告.txt", plain, {"declared": "true"}),
        ("report.pdf", plain, {"declared": "true"}),
        ("report.pdf", made.pdf("绝密★长期"), {"declared": "true"}),
    ]

    with ready.at():
        answers = [
            provider.browser.post("/api/v1/vouchers/files", {"file": SimpleUploadedFile(name, data), **more})
            for name, data, more in sent
        ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (422, "files.not_declared"),
        (422, "files.not_declared"),
        (422, "files.secret_mark"),
        (422, "files.secret_mark"),
        (422, "files.name_contradicts"),
        (422, "files.secret_mark"),
    ]
    assert list(kept.all_digests()) == before


def test_a_pasted_report_through_the_api_is_declared_as_well(ready):
    order = ready.reserved(ready.right_case, ready.provider_case)
    provider, values = Reader(ready, "provider clerk"), {"delivered_on": ready.on.isoformat()}
    text = "测试报告内容 " * 20

    silent = call(provider, f"orders/{order}/deliver", report_text=text, **values)
    marked = call(provider, f"orders/{order}/deliver", report_text=f"机密★10年\n{text}", declared=True, **values)
    taken = call(provider, f"orders/{order}/deliver", report_text=text, declared=True, **values)

    assert [answer.status_code for answer in (silent, marked, taken)] == [422, 422, 200]
    assert [answer.json()["faults"][0]["place"] for answer in (silent, marked)] == ["declared", "report_text"]


def test_the_banks_result_comes_through_the_api_with_its_failed_lines(ready):
    orders = ready.payable(
        ready.reserved(ready.right_case, ready.provider_case, 40_000),
        ready.reserved(ready.right_case, ready.provider_case, 20_000),
    )
    batch = ready.exported(ready.batch(*orders))
    values = {"paid_on": ready.on.isoformat(), "bank_ref": "B-2", "failed": {str(orders[0]): "wrong account"}}

    answer = call(Reader(ready, "finance3"), f"batches/{batch}/record-payment", **values)

    assert [answer.status_code, answer.json()["state"]] == [200, "PAID"]
    assert [Case.objects.get(pk=order).state for order in orders] == ["PAYABLE", "PAID"]


def test_an_order_on_the_last_day_of_a_notice_is_still_noticed(ready):
    order = ready.in_audit(ready.claimed(ready.delivered(ready.reserved(ready.right_case, ready.provider_case))))
    ready.drawn()
    ready.noticed(order)
    last = VoucherOrder.objects.get(pk=order).notice_until

    ready.pass_days((last - ready.on).days)
    on_the_day = Reader(ready).get("voucher:notice", order).status_code
    ready.pass_days(1)

    assert [on_the_day, Reader(ready).get("voucher:notice", order).status_code] == [200, 404]
    assert last == ready.on - timedelta(days=1)
