"""From a clause to the public page of an evaluation, through the pages alone."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.delivery.evaluation.models import Comment, Evaluation, IssuedReport, SelfReport, Statement
from kechuang.web import clock
from tests.mechanisms.delivery.evaluation.conftest import AFTER, BEGIN, city, moment

__all__ = ["city"]
DAYS = {"report_by": "2026-10-30", "check_by": "2026-11-10", "comment_by": "2026-11-20", "publish_by": "2026-12-10"}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path


def sign_in(city, name):
    browser = Client()
    browser.force_login(city.people[name])
    return browser


def read(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def send(browser, name, pk, on=BEGIN, **data):
    """Open the form, then send it: what it asks beyond ``data`` is what it proposes."""
    url = reverse(f"delivery_evaluation:{name}", args=[pk])
    with clock.fixed(moment(on)):
        shown = browser.get(url)
        assert shown.status_code == 200, (url, shown.status_code, shown.headers.get("Location"))
        form = shown.context["form"]
        begin = {bound.name: bound.value() for bound in form if bound.value() is not None}
        answer = browser.post(url, {**begin, **data})
    assert answer.status_code == 302, answer.content.decode()[:4000]
    return answer


def state(pk):
    return Case.objects.get(pk=pk).state


def test_a_clause_is_reported_on_checked_commented_and_published(city):
    planner, leader, clerk = (sign_in(city, name) for name in ("planner", "leader", "clerk"))
    county, checker, anybody = sign_in(city, "county clerk"), sign_in(city, "checker"), Client()
    with clock.fixed(moment(BEGIN)):
        shown = read(planner, reverse("policy:document", args=[city.document.pk]))
        opened = reverse("delivery_evaluation:open")
        assert f"{opened}?document={city.document.pk}" in shown
        call = {
            **DAYS,
            "key": "call",
            "office": str(city.bodies["city"].pk),
            "document": str(city.document.pk),
            "kind": "annual",
            "first_year": "2026",
            "last_year": "2026",
            "data_year": "2025",
            "vintage": "2026-09-30",
            "public_comments": "on",
        }
        wrong = planner.post(opened, {**call, "data_year": "2027"})
        answer = planner.post(opened, call)
        planner.post(opened, call)

    assert (wrong.status_code, answer.status_code, Evaluation.objects.count()) == (422, 302, 1)
    pk = Evaluation.objects.get().pk
    page = reverse("casework:case", args=[pk])
    send(planner, "ask", pk)
    for browser, body in ((clerk, "bureau"), (county, "county")):
        own = SelfReport.objects.get(evaluation=pk, body=city.bodies[body])
        claims = {f"claim_{row.pk}": "on_track" for row in own.statements.all()}
        values = {f"value_{row.pk}": "2.9" for row in own.statements.filter(subject="target")}
        send(browser, "report-submit", own.pk, done="办理情况良好。", **claims, **values)
        send(planner, "report-take", own.pk)
    send(planner, "name_checker", pk, body="institute")
    send(planner, "begin_check", pk)
    lines = list(Statement.objects.filter(report__evaluation=pk).order_by("pk"))
    found = {f"verdict_{row.pk}": "confirmed" for row in lines[1:]}
    first = str(lines[0].pk)
    found |= {f"verdict_{first}": "corrected", f"value_{first}": "2.8", f"reason_{first}": "按现场核实数。"}
    send(checker, "check", pk, **found)
    send(checker, "finish_check", pk, text="逐条核查完毕。")
    send(planner, "draft", pk, agreed="on")
    send(planner, "invite", pk, bodies="bureau、county", until="2026-11-20", public="on")
    send(clerk, "comment", pk, text="请补充基期说明。")
    send(anybody, "have-your-say", pk, text="建议公开原始数据。")
    early = leader.get(reverse("delivery_evaluation:approve", args=[pk]))
    for row in Comment.objects.filter(evaluation=pk):
        send(planner, "answer", row.pk, answer="taken", reason="已补充。")
    send(planner, "submit", pk, AFTER)
    send(leader, "approve", pk, AFTER)
    hidden = anybody.get(reverse("delivery_evaluation:published-one", args=[pk]))
    send(planner, "publish", pk, AFTER, agreed="on")

    assert (state(pk), early.status_code, hidden.status_code) == ("PUBLISHED", 302, 404)
    with clock.fixed(moment(AFTER)):
        shown = read(anybody, reverse("delivery_evaluation:published-one", args=[pk]))
        final = IssuedReport.objects.get(evaluation=pk, final=True)
        pdf = anybody.get(reverse("delivery_evaluation:file", args=[pk, final.edition, "pdf"]))
        draft = anybody.get(reverse("delivery_evaluation:file", args=[pk, final.edition - 1, "pdf"]))
        inside = read(planner, page)
        listed = read(anybody, reverse("delivery_evaluation:published"))
        listing = read(planner, reverse("delivery_evaluation:list"))
        data = anybody.get(f"/api/v1/evaluations/published/{pk}").json()
    assert [text in shown for text in ("2.8", "建议公开原始数据。", final.pdf, "按现场核实数。")] == [True] * 4
    assert (pdf.content[:5], draft.status_code) == (b"%PDF-", 404)
    assert [city.document.title in text for text in (inside, listed, listing)] == [True] * 3
    assert (data["issued"][0]["pdf"], data["vintage"], len(data["statements"])) == (final.pdf, "2026-09-30", len(lines))
    assert Evaluation.objects.get(pk=pk).published_on == date(2026, 11, 23)
    assert verify().ok
