"""From a registered contract to a certificate that a stranger checks: through the pages alone, and offline."""

import argparse
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.ledger import sign
from kechuang.ledger.models import LogKey
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.attestation import command, offline
from kechuang.mechanisms.market.attestation.models import Attestation, AttestationVersion
from kechuang.mechanisms.market.attestation.rules.requests import PathKey
from kechuang.mechanisms.market.attestation.sdjwt.coding import parse
from kechuang.web import clock
from tests.mechanisms.market.attestation.world import peopled

CHECK = "market_attestation:check"


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return peopled()


def posted(browser, world, case, move, **data):
    case.refresh_from_db()
    with world.at():
        answer = browser.post(
            reverse(f"market_attestation:{move}", args=[case.pk]),
            {"version": case.version, "key": f"k{case.version}", **data},
        )
    assert answer.status_code == 302, answer.content.decode()[:6000]
    case.refresh_from_db()
    return case.state


def get(browser, world, url, **query):
    with world.at():
        return browser.get(url, query)


def asked(world, path, **more):
    return {
        "key": "ask",
        "deal": f"agreed_notice:{path}",
        "contract": "",
        "ownership": "专利号 202110123456.7",
        "statement": "none",
        **more,
    }


def requested(world, **more):
    path, contract = world.deal()
    proof = SimpleUploadedFile("title.txt", "专利登记簿副本".encode())
    with world.at():
        answer = world.client("transfer office").post(
            reverse("market_attestation:ask"), {**asked(world, path, **more), "ownership_file": proof, "declared": "on"}
        )
    assert answer.status_code == 302, answer.content.decode()[:6000]
    return Case.objects.get(kind="market.attestation"), contract


def issued(world, **more):
    case, _contract = requested(world, **more)
    officer, reviewer = world.client("market officer"), world.client("reviewer")
    posted(officer, world, case, "take_up", sure="on")
    posted(officer, world, case, "examine", lines=["payment", "ownership", "statement"][not more :])
    posted(reviewer, world, case, "issue", sure="on")
    return case


def run(*arguments):
    parser, out = argparse.ArgumentParser(), io.StringIO()
    command.add_arguments(parser)
    return command.run(parser.parse_args(["check", *(str(each) for each in arguments)]), out), out.getvalue()


def test_from_the_contract_to_a_certificate_that_a_bank_checks(world, tmp_path):
    case, contract = requested(world)
    officer, reviewer, seller = (world.client(name) for name in ("market officer", "reviewer", "transfer office"))

    states = [
        posted(officer, world, case, "take_up", sure="on"),
        posted(officer, world, case, "examine", lines=["ownership", "statement"], note="原件已核"),
        posted(reviewer, world, case, "issue", sure="on"),
    ]
    row = Attestation.objects.get(pk=case.pk)
    page = get(seller, world, reverse("casework:case", args=[case.pk])).content.decode()
    assert (states, row.contract_id, row.number) == (
        ["EVIDENCE_CHECK", "EVIDENCE_CHECK", "ISSUED"], contract, "JZ-330100-2026-0001",
    )  # fmt: skip
    assert ["原件已核" in page, "3,000,000" in page, row.number in page] == [False, True, True]

    with world.at():
        shown = seller.post(
            reverse("market_attestation:present", args=[case.pk]), {"claims": ["known_yuan"], "download": "1"}
        )
    text = shown.content.decode()
    with world.at():
        checked = world.client().post(reverse(CHECK), {"token": text}).content.decode()
    assert ["凭证有效" in checked, "3,000,000" in checked, world.bodies["firm"].name in checked] == [True, True, False]

    with world.at():
        sign.checkpoint("330100", made_at=clock.now())
        key = str(LogKey.objects.get(log="330100").verifier)
        token, zipped = tmp_path / "certificate.sd-jwt", tmp_path / "evidence.zip"
        token.write_text(text)
        zipped.write_bytes(seller.get(reverse("market_attestation:bundle", args=[case.pk])).content)
        outcomes = [run(token, "--key", key)[0], run(token)[0], run(zipped)[0], run(zipped, "--key", key)[0]]
        other = run(token, "--key", "kechuang/other+00000000+AA==")[0]
        pages = get(
            world.client(), world, reverse("market_attestation:certificate", args=[row.number])
        ).content.decode()
    assert (outcomes, other, verify().ok) == ([0, 1, 3, 0], 2, True)
    assert ["账本存证证明" in pages, key in pages, world.bodies["firm"].name in pages] == [True, True, False]


def test_a_paper_is_checked_by_its_number_code_and_file(world):
    case = issued(world)
    row, anybody = Attestation.objects.get(pk=case.pk), world.client()

    with world.at():
        paper = world.client("firm clerk").get(reverse("market_attestation:pdf", args=[case.pk]))
        uploaded = anybody.post(reverse(CHECK), {"file": SimpleUploadedFile("certificate.pdf", paper.content)})
        again = world.client("firm clerk").get(reverse("market_attestation:pdf", args=[case.pk])).content
    code = row.token_digest[:16]
    right = get(anybody, world, reverse(CHECK), number=row.number.lower(), code=code)
    wrong = get(anybody, world, reverse(CHECK), number=row.number, code="0" * 16)
    none = get(anybody, world, reverse(CHECK), number="JZ-330100-2026-9999")
    with world.at():
        empty = anybody.post(reverse(CHECK), {})

    assert (paper.content[:5], paper.content == again, b"pdfaid" in paper.content) == (b"%PDF-", True, True)
    said = [answer.content.decode() for answer in (uploaded, right, wrong, none, empty)]
    assert [answer.status_code for answer in (uploaded, right, wrong, none, empty)] == [200, 200, 200, 200, 422]
    assert ["编号与校验码相符" in each for each in said] == [True, True, False, False, False]
    assert ["校验码与该凭证不符" in said[2], "本节点没有这份凭证" in said[3]] == [True, True]


def test_amended_ones_show_both_versions_and_revoked_ones_stay_to_be_seen(world, tmp_path):
    case = issued(world)
    row, reviewer, anybody = Attestation.objects.get(pk=case.pk), world.client("reviewer"), world.client()
    first = AttestationVersion.objects.get(attestation=case.pk).token
    url = reverse("market_attestation:certificate", args=[row.number])
    firm = world.bodies["firm"].name
    laid = {"ownership": "专利号 202110123456.7", "statement": "none", "paid": "on"}
    paid = {"voucher_0": "HP-1", "on_0": world.on.isoformat(), "yuan_0": "3000000", "payer_0": firm}

    amended = posted(reviewer, world, case, "amend", reason="尾款付清", **laid, **paid)
    with world.at():
        older = anybody.post(reverse(CHECK), {"token": first}).content.decode()
    both = get(anybody, world, url).content.decode()
    revoked = posted(reviewer, world, case, "revoke", reason="合同被确认无效")
    with world.at():
        gone = anybody.post(reverse(CHECK), {"token": first}).content.decode()
        sign.checkpoint("330100", made_at=clock.now())
        zipped = tmp_path / "evidence.zip"
        zipped.write_bytes(world.client("firm clerk").get(reverse("market_attestation:bundle", args=[case.pk])).content)
    last = get(anybody, world, url).content.decode()
    listed = get(anybody, world, reverse("market_attestation:published"), state="REVOKED").content.decode()
    api = get(anybody, world, f"/api/v1/attestations/published/{row.number}").json()

    assert (amended, revoked, "已有新版本" in older) == ("AMENDED", "REVOKED", True)
    assert [words in both for words in ("第 1 版", "第 2 版", "尾款付清")] == [True, True, True]
    assert ["该凭证已撤销" in gone, "合同被确认无效" in last, "第 1 版" in last, row.number in listed] == [True] * 4
    assert (api["state"], api["reason"], [each["paid"] for each in api["versions"]]) == (
        "REVOKED", "合同被确认无效", [False, True],
    )  # fmt: skip
    assert run(zipped)[0] == command.REVOKED


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda text: text.replace("eyJ", "eyK", 1), "文本被改动"),
        (lambda text: text.partition("~")[0], "这不是凭证文本"),
        (lambda text: text[:-40] + "~", "文本"),
        (lambda text: "x", "这不是凭证文本"),
        (lambda text: f"{text.partition('.')[0]}.{text.split('.')[1]}.{'A' * 86}~", "签名不是签发机构的"),
    ],
)
def test_a_text_that_was_changed_is_not_accepted(world, broken, said):
    case = issued(world)
    text = AttestationVersion.objects.get(attestation=case.pk).token

    with world.at():
        answer = world.client().post(reverse(CHECK), {"token": broken(text)}).content.decode()
        api = world.client().post(
            "/api/v1/attestations/check", json.dumps({"token": broken(text)}), content_type="application/json"
        )

    assert (said in answer, "核验不通过" in answer, api.json()["verdict"]) == (True, True, "wrong")


def test_a_bundle_whose_certificate_was_exchanged_is_found(world):
    case = issued(world)
    with world.at():
        sign.checkpoint("330100", made_at=clock.now())
        data = world.client("firm clerk").get(reverse("market_attestation:bundle", args=[case.pk])).content
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(each for each in parts if each.endswith(".sd-jwt"))
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as package:
        for each, content in parts.items():
            package.writestr(each, content[:-20] if each == name else content)

    found = offline.check(again.getvalue(), None, 1_800_000_000)
    whole = offline.check(data, None, 1_800_000_000)

    assert [each.code for each in found.findings] == ["archive.file_altered"]
    assert (whole.findings, whole.versions, whole.claims["number"]) == ((), 1, "JZ-330100-2026-0001")


def test_bad_input_comes_back_in_the_form_and_loses_nothing(world):
    path, _contract = world.deal()
    seller = world.client("transfer office")
    with world.at():
        answers = [
            seller.post(reverse("market_attestation:ask"), data)
            for data in (
                {},
                asked(world, path, paid="on"),
                asked(world, path, voucher_0="P-1"),
                asked(world, path, statement="related"),
                asked(world, path, contract="不存在"),
            )
        ]

    said = [answer.content.decode() for answer in answers]
    assert [answer.status_code for answer in answers] == [422] * 5
    assert ["声明已付清" in said[1], "每笔付款须写明" in said[2], "关联关系" in said[3], "没有找到" in said[4]] == [
        True
    ] * 4
    assert ["202110123456.7" in each for each in said[1:]] == [True] * 4
    assert Attestation.objects.count() == 0


def test_what_stands_in_a_request_is_read_by_its_parties_and_the_operator_alone(world):
    case, _contract = requested(world)
    addresses = [reverse("casework:case", args=[case.pk]), reverse("market_attestation:bundle", args=[case.pk])]
    codes = {
        name: [get(world.client(name), world, url).status_code for url in addresses[:1]]
        for name in ("transfer office", "firm clerk", "market officer", "other clerk")
    }

    listed = get(world.client(), world, reverse("market_attestation:published")).content.decode()
    assert codes == {"transfer office": [200], "firm clerk": [200], "market officer": [200], "other clerk": [404]}
    assert (get(world.client("other clerk"), world, addresses[1]).status_code, case.title in listed) == (404, False)


def test_presenting_shows_what_was_chosen_and_asks_for_a_choice(world):
    case = issued(world)
    seller, url = world.client("transfer office"), reverse("market_attestation:present", args=[case.pk])
    with world.at():
        nothing = seller.post(url, {})
        usual = seller.get(url, {"for": "bank"}).content.decode()
        text = seller.post(url, {"claims": ["buyers", "seller"], "download": "1"}).content.decode()

    assert (nothing.status_code, usual.count("checked"), len(parse(text).disclosures)) == (422, 4, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_costs_the_same_for_one_certificate_and_three(world, django_assert_num_queries, count):
    first = issued(world)
    row = Attestation.objects.get(pk=first.pk)
    for number in range(1, count):
        case = Case.objects.get(pk=first.pk)
        case.pk, case.number = clock_id(number), f"330100-JS{number}"
        case.save(force_insert=True)
        Attestation.objects.create(
            case=case, path_kind="auction", path_case=clock_id(number), contract_id=row.contract_id, side="seller",
            number=f"JZ-330100-2026-{number + 1:04d}", version=1, issued_on=world.on,
        )  # fmt: skip
    anybody, url = world.client(), reverse("market_attestation:published")
    get(anybody, world, url)

    with django_assert_num_queries(4):
        shown = get(anybody, world, url).content.decode()

    assert shown.count("JZ-330100-2026-") >= count
    assert PathKey("auction", clock_id(1)) != PathKey("listing", clock_id(1))


def clock_id(number):
    from uuid import UUID

    return UUID(int=number)
