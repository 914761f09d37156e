"""The whole way of a clause through the pages: findings judged, ledger made, disputed, blocked, closed, carried over."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.ledger.verify import verify
from kechuang.mechanisms.delivery.task.models import DeliveryTask, TaskHelp
from kechuang.policy import actions as policy
from kechuang.policy.models import Document
from kechuang.policy.review import actions as review
from kechuang.policy.review import queries as judged
from kechuang.policy.review.rules import Verdict
from kechuang.policy.rules import as_read
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.mechanisms.delivery.task.conftest import BEGIN, moment
from tests.policy import plans

END = date(2026, 12, 1)


@pytest.fixture
def browsers(region, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    found = {}
    for name, actor in region.actors.items():
        found[name] = Client(headers={"accept-language": "zh-hans"})
        found[name].force_login(Person.objects.get(pk=actor.person))
    with clock.fixed(moment(BEGIN)):
        yield found


def read(browser, url) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def sent(browser, case, move, expected=302, **data) -> str:
    case.refresh_from_db()
    url = reverse(f"delivery_task:{move}", args=[case.pk])
    answer = browser.post(url, {"version": case.version, "key": f"{move}{case.version}", **data})
    assert answer.status_code == expected, answer.content.decode()[:3000]
    case.refresh_from_db()
    return case.state


def imported(region) -> Document:
    by = region.actors["planner"]
    draft = policy.preview(plans.reading(), plans.TEXT, plans.TEXT.encode(), by=by)
    outcome = policy.accept(draft, as_read(plans.reading()), by=by, on=BEGIN)
    assert outcome.refusal is None, outcome.refusal
    return Document.objects.get(pk=outcome.case)


def judge(region, document, *verdicts: Verdict) -> None:
    outcome = review.judge(document.pk, verdicts, by=region.actors["planner"], key=region.key())
    assert outcome.refusal is None, outcome.refusal


def chosen(page: str, **lines: str) -> dict[str, str]:
    sent_ = {"key": "choose"}
    for at in range(page.count('id="line-')):
        sent_ |= {f"pick_{at}": "on", f"due_{at}": "2026-12-31"}
    return sent_ | lines


def test_only_findings_that_stand_make_tasks_with_their_corrected_bodies(region, browsers):
    document = imported(region)
    first, second = (each.code for each in judged.findings(document) if each.kind == "task")
    bureau = region.bodies["bureau"]
    bureau.name = "省试点办"
    bureau.save()
    url = reverse("delivery_task:choose", args=[document.pk])
    unjudged = read(browsers["planner"], url)

    judge(
        region,
        document,
        Verdict(way="correct", code=first, values={"units": "省试点办", "lead": "省试点办"}),
        Verdict(way="reject", code=second, ground="repeated", reason="no duty"),
    )
    page = read(browsers["planner"], url)
    browsers["planner"].post(url, chosen(page, lead_0="省试点办"))

    made = DeliveryTask.objects.filter(finding__in=[first, second]).select_related("case__holder")
    assert [(row.finding, row.case.holder.name, row.lead_words) for row in made] == [(first, "省试点办", "省试点办")]
    assert (unjudged.count("尚未审校："), page.count("尚未审校：")) == (2, 0)
    assert 'value="省试点办"' in page


def test_a_clause_goes_its_whole_way_and_ends_as_progress_of_its_document(region, browsers):
    planner, clerk, county, auditor = (browsers[name] for name in ("planner", "clerk", "county clerk", "auditor"))
    document = imported(region)
    accepting = reverse("policy_review:accept", args=[document.pk])
    planner.post(accepting, {"key": "a", "row": [each.code for each in judged.findings(document)]})
    assert {each.verdict for each in judged.findings(document)} == {"accepted"}
    url = reverse("delivery_task:choose", args=[document.pk])
    planner.post(url, chosen(read(planner, url), lead_0="county"))
    case = Case.objects.get(holder=region.bodies["county"])
    [fact] = Entry.objects.filter(type="delivery.task.assigned").values_list("pk", flat=True)
    paper = SimpleUploadedFile("photo.txt", b"The site, seen from the road.")

    states = [sent(county, case, "dispute", text="This is the bureau's.")]
    states.append(sent(planner, case, "assign", lead="bureau", supports="county", due_on="2026-11-30"))
    sent(planner, case, "assign", 422, lead="bureau", supports="bureau", due_on="2026-11-30")
    states.append(sent(clerk, case, "accept", text=""))
    states.append(sent(clerk, case, "list_measures", text_0="Choose the site", owner_0="One", by_0="2026-04-30"))
    undeclared = {"percent": "30", "text": "Begun.", "stands_on": str(fact)}
    sent(clerk, case, "report", 422, file=SimpleUploadedFile("photo.txt", b"x"), **undeclared)
    states.append(sent(clerk, case, "report", file=paper, declared="on", **undeclared))
    states.append(sent(clerk, case, "block", text="No land."))
    states.append(sent(clerk, case, "ask_help", body="county", question="Which plot?"))
    dispatch = read(planner, reverse("delivery_task:dispatch"))
    answer = reverse("delivery_task:answer-help", args=[TaskHelp.objects.get().pk])
    assert county.post(answer, {"key": "h", "text": "Plot two."}).status_code == 302
    planner.post(reverse("delivery_task:take"), {"key": "m", "title": "First meeting", "note": ""})
    states.append(sent(clerk, case, "unblock", text=""))
    states.append(sent(planner, case, "fund", kind="planned", year="2026", source="Fund", amount="500000"))
    states.append(sent(clerk, case, "spend", year="2026", source="Fund", amount="120000"))
    package = read(planner, reverse("delivery_task:place", args=["330100"]))
    states.append(sent(clerk, case, "finish", text="The platform is open."))
    states.append(sent(auditor, case, "verify", text="Seen on the spot."))
    states.append(sent(planner, case, "close", text=""))
    with clock.fixed(moment(END)):
        second = browsers["second planner"]
        again = reverse("standard:reopen", args=[case.pk])
        answer = second.post(
            again, {"key": "r", "version": Case.objects.get(pk=case.pk).version, "reason": "Not open."}
        )
        assert answer.status_code == 302, answer.content.decode()[:3000]
        row = DeliveryTask.objects.get(pk=case.pk)
        reopened = (row.done_on, row.closed_on, row.verified_on)
        states.append(
            sent(planner, case, "carry_over", year="2027", due_on="2027-06-30", reason="The door is missing.")
        )
        changes = read(planner, reverse("delivery_task:dispatch"))
        shown = read(planner, reverse("policy:document", args=[document.pk]))

    assert states == [
        *("DISPUTED", "ASSIGNED", "ACCEPTED", "MEASURE_LIST", "IN_PROGRESS", "BLOCKED", "BLOCKED", "IN_PROGRESS"),
        *("IN_PROGRESS", "IN_PROGRESS", "DONE", "VERIFIED", "CLOSED", "IN_PROGRESS"),
    ]
    row.refresh_from_db()
    assert (reopened, row.first_year, row.year, row.due_on) == ((None, None, None), 2026, 2027, date(2027, 6, 30))
    assert ("Which plot?" in dispatch, "First meeting" in changes, "支出资金" in package and "120,000" in package) == (
        True,
        True,
        True,
    )
    assert f"{reverse('delivery_task:list')}?document={document.pk}" in shown
    assert verify().ok


def test_a_duty_that_facts_prove_is_closed_by_them_and_the_facts_are_listed(region, browsers):
    from kechuang.mechanisms.delivery.task import proving
    from tests.journeys.test_task import taken_in

    case = region.running()
    proof = {"proof_type": "matters.taken_in", "proof_place": "330106", "proof_count": "2", "proof_since": "2026-03-02"}
    sent(
        browsers["planner"], case, "adjust", 422, reason="Counted", proof_type="matters.taken_in", proof_place="330106"
    )
    sent(browsers["planner"], case, "adjust", reason="Counted by facts", **proof)

    facts = [taken_in(region), taken_in(region)]
    proving.run(moment(BEGIN))

    shown = read(browsers["planner"], reverse("casework:case", args=[case.pk]))
    case.refresh_from_db()
    assert (case.state, [reverse("ledger:fact", args=[fact]) in shown for fact in facts]) == ("DONE", [True, True])
    assert "由平台事实证明，无需人工填报" in shown
