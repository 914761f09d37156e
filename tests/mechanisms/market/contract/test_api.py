"""Contracts for programs: brought, walked through and read; certificates, statistics and flows without signing in."""

import json

import pytest

from tests.mechanisms.market.contract.scenes import BUYER, COUNTY
from tests.pages.voucher.world import FIRM_CODE

CONTENT = {
    "title": "涂层工艺优化技术开发",
    "number": "KF-2026-018",
    "type": "development",
    "subtype": "entrusted",
    "seller": {"name": "firm", "code": FIRM_CODE},
    "buyer": {"name": BUYER.name, "code": BUYER.code, "place": "310115"},
    "signed_on": "2026-05-12",
    "subject": "研究开发耐磨涂层的工艺参数与控制方法",
    "acceptance": "按任务书指标由第三方检测机构出具报告",
    "total_yuan": "600000.00",
    "deductions": [{"kind": "material", "name": "靶材", "yuan": "50000"}],
    "declared": True,
}


@pytest.fixture
def call(desk):
    def answer(who: str, path: str, body: dict | None = None, key: str = "k"):
        client = desk.world.client(who)
        with desk.world.at():
            if body is None:
                return client.get(f"/api/v1/contracts/{path}")
            return client.post(
                f"/api/v1/contracts/{path}",
                json.dumps(body),
                "application/json",
                headers={"idempotency-key": f"{key}-contract-1"},
            )

    return answer


def test_a_program_walks_a_contract_to_its_number(desk, call):
    case = call("firm clerk", "", {**CONTENT, "holder": str(desk.body("firm"))}).json()["case"]

    states = [
        call("registrar", f"{case}/{move}", body, key=move).json()["state"]
        for move, body in (("accept", {}), ("confirm", {"line": "original"}), ("register", {}))
    ]

    found = call("registrar", case).json()
    assert states == ["ACCEPTED", "ACCEPTED", "REGISTERED"]
    assert (found["registration"], found["registered_technology"]) == ("2026330106000001", "550000.00")
    assert {line["code"]: line["open"] for line in found["checks"]}["original"] is False
    assert call("firm clerk", case).json()["checks"] == []


def test_a_refusal_comes_back_with_its_code(desk, call):
    answer = call("firm clerk", "", {**CONTENT, "holder": str(desk.body("firm")), "technology_yuan": "55"})

    assert (answer.status_code, answer.json()["code"]) == (409, "contract.unit_slip")


def test_undeclared_contents_are_refused(desk, call):
    answer = call("firm clerk", "", {**CONTENT, "declared": False, "holder": str(desk.body("firm"))})

    assert answer.json()["code"] == "contract.secret"


def test_certificates_statistics_and_flows_are_public(desk, call):
    desk.registered()

    known = call("", f"check/2026330106000001?code={BUYER.code}").json()
    strange = call("", "check/2026330106000009").json()
    figures = call("", f"statistics?period=2026&place={COUNTY}").json()
    flows = call("", "flows?period=2026-Q2&level=county").json()

    assert (known["known"], known["state"], known["agrees"], strange["known"]) == (True, "REGISTERED", True, False)
    assert [(each["by"], each["code"], each["technology_yuan"]) for each in figures] == [
        ("type", "development", "600000.00"),
        ("field", "electronics", "600000.00"),
        ("place", COUNTY, "600000.00"),
        ("trade", "domestic", "600000.00"),
    ]
    assert flows == [
        {"seller": COUNTY, "buyer": "310115", "count": 1, "total_yuan": "600000.00", "technology_yuan": "600000.00"}
    ]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("statistics?period=2026-Q5", "contract.period_unknown"),
        ("statistics?place=999999", "contract.place_unknown"),
        ("flows?level=street", "contract.level_unknown"),
    ],
)
def test_what_cannot_be_read_is_explained(call, path, code):
    answer = call("", path)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_others_do_not_find_the_contract(desk, call):
    case = desk.taken_in()

    assert call("neighbour clerk", str(case)).status_code == 404
    assert call("neighbour clerk", f"{case}/accept", {}).status_code == 404
    assert call("registrar", f"{case}/nonsense", {}).status_code == 404
