"""What can happen between the showing of a form and its act: each case of it, with matters as the mechanism."""

from dataclasses import replace
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.urls import reverse

from kechuang.casework.matters import actions
from kechuang.casework.matters.forms import StepForm, SubmitForm
from kechuang.casework.models import Case, Step
from kechuang.casework.standard import stepping
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.casework.standard.conftest import BEGIN, moment

TYPED = {"sort": "proof", "title": "Proof of staff", "text": "Please certify.", "key": "drawn", "declared": "on"}
APPLICATION = "matters.application"


@pytest.fixture(autouse=True)
def day():
    with clock.fixed(moment(BEGIN)):
        yield


class Versionless(StepForm):
    """A form that does not know which version of the case its reader saw."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]


def asked(town, name, data=None):
    request = RequestFactory().post("/", data) if data is not None else RequestFactory().get("/")
    request.user = Person.objects.get(pk=town.actors[name].person)
    request._messages = CookieStorage(request)
    return request


def said(request):
    return [str(each) for each in get_messages(request)]


def opened(town, data=None, change=lambda wanted: wanted, **options):
    clerk, request = town.actors["clerk"], asked(town, "clerk", data)
    options.setdefault("said", "It is with the office.")
    answer = stepping.opening(
        request,
        "matters.submit",
        form=lambda sent: SubmitForm(*stepping.with_files(request, sent), actor=clerk, on=BEGIN),
        act=lambda form, key: actions.submit(change(form.request()), by=clerk, key=key),
        **options,
    )
    return answer, request


def stepped(town, name, case, move, data=None, form=StepForm, change=lambda wanted: wanted, **options):
    request = asked(town, name, data)
    answer = stepping.step(
        request,
        case,
        move,
        form=lambda sent: form(sent, case=case, move=move),
        act=lambda made, key: actions.step(case.kind, change(made.request()), by=town.actors[name], key=key),
        **options,
    )
    return answer, request


def place_of(case):
    return reverse("casework:case", args=[case.pk])


def steps(case):
    return list(Step.objects.filter(case=case).order_by("pk").values_list("move", flat=True))


# --- a form that opens a case


def test_a_form_that_was_not_sent_is_shown(town):
    answer, _request = opened(town)

    assert (answer.form.is_bound, answer.changed, Case.objects.count()) == (False, (), 0)


def test_a_form_that_opens_a_case_leads_to_it_and_says_so(town):
    answer, request = opened(town, TYPED)

    case = Case.objects.get()
    assert (answer.url, said(request)) == (place_of(case), ["It is with the office."])


def test_a_form_sent_twice_opens_one_case_and_leads_there_again(town):
    first, _request = opened(town, TYPED)
    second, again = opened(town, TYPED)

    assert (first.url, second.url, said(again), Case.objects.count()) == (first.url, first.url, [], 1)


def test_a_wrong_form_comes_back_and_nothing_is_opened(town):
    answer, _request = opened(town, {**TYPED, "title": ""})

    assert (list(answer.form.errors), answer.form["text"].value()) == (["title"], "Please certify.")
    assert Case.objects.count() == 0


def test_a_refused_opening_is_said_beside_its_field(town):
    answer, request = opened(town, TYPED, change=partial(replace, title=""))

    assert (list(answer.form.errors), answer.form.wrong, said(request)) == (["title"], True, [])
    assert Case.objects.count() == 0


def test_an_opening_may_do_more_say_it_of_the_form_and_lead_elsewhere(town):
    followed = []
    options = {
        "said": lambda form: f"Taken: {form.cleaned_data['title']}",
        "done": lambda outcome: followed.append(outcome.case),
        "back": lambda _case: redirect("matters:list"),
    }

    first, request = opened(town, TYPED, **options)
    second, _again = opened(town, TYPED, **options)

    assert (first.url, second.url) == (reverse("matters:list"), reverse("matters:list"))
    assert (said(request), followed) == (["Taken: Proof of staff"], [Case.objects.get().pk])


# --- a step


def test_an_open_step_shows_its_form(town):
    case = town.submitted()

    answer, request = stepped(town, "county1", case, "accept")

    assert (answer.form.is_bound, answer.changed, said(request)) == (False, (), [])


def test_a_closed_step_leads_to_the_case_with_a_word(town):
    case = town.submitted()

    answer, request = stepped(town, "county1", case, "close")

    assert (answer.url, len(said(request)), steps(case)) == (place_of(case), 1, ["submit"])


@pytest.mark.parametrize(("move", "closed"), [("close", False), ("accept", True)])
def test_a_mechanism_may_say_itself_whether_a_step_is_closed(town, move, closed):
    case = town.submitted()

    answer, request = stepped(town, "county1", case, move, closed=lambda: closed)

    assert (isinstance(answer, HttpResponse), len(said(request))) == (closed, int(closed))


def test_a_step_is_taken_and_said(town):
    case = town.submitted()

    answer, request = stepped(town, "county1", case, "accept", {"key": "k", "version": case.version, "text": ""})

    assert (answer.url, steps(case)) == (place_of(case), ["submit", "accept"])
    assert [case.number in text for text in said(request)] == [True]


def test_a_step_sent_twice_is_taken_once(town):
    case = town.submitted()
    data = {"key": "k", "version": case.version, "text": ""}

    first, _request = stepped(town, "county1", case, "accept", data)
    second, again = stepped(town, "county1", case, "accept", data)

    assert (second.url, said(again), steps(case)) == (first.url, [], ["submit", "accept"])


def test_a_step_may_do_more_and_lead_elsewhere_also_when_it_is_sent_twice(town):
    case, followed = town.submitted(), []
    data = {"key": "k", "version": case.version, "text": ""}
    options = {
        "done": lambda outcome: followed.append(outcome.case),
        "back": lambda _case: redirect("matters:list"),
    }

    answers = [stepped(town, "county1", case, "accept", data, **options)[0] for _time in range(2)]

    assert [each.url for each in answers] == [reverse("matters:list")] * 2
    assert (followed, steps(case)) == ([case.pk], ["submit", "accept"])


def test_a_wrong_step_comes_back_and_is_not_taken(town):
    case = town.submitted()

    answer, _request = stepped(town, "county1", case, "decline", {"key": "k", "version": case.version, "text": ""})

    assert (list(answer.form.errors), steps(case)) == (["text"], ["submit"])


def test_a_refused_step_is_said_beside_its_field(town):
    case = town.submitted()
    data = {"key": "k", "version": case.version, "text": "Incomplete."}

    answer, _request = stepped(town, "county1", case, "decline", data, change=partial(replace, text=""))

    assert (list(answer.form.errors), answer.changed, steps(case)) == (["text"], (), ["submit"])


def test_on_a_case_that_moved_on_nothing_is_taken_and_what_was_typed_is_kept(town):
    case = town.submitted()
    data = {"key": "k", "version": case.version, "text": "Incomplete."}
    town.step(case, "accept", "county2")
    case.refresh_from_db()

    answer, _request = stepped(town, "county1", case, "decline", data)

    form = answer.form
    assert (form.refusal.code, form["text"].value(), form["version"].value()) == (
        "case.changed",
        "Incomplete.",
        str(case.version),
    )
    assert (len(answer.changed), form["key"].value() == "k", steps(case)) == (1, False, ["submit", "accept"])


def test_what_is_sent_after_a_change_is_taken_on_the_case_as_it_stands(town):
    case = town.accepted()
    data = {"key": "k", "version": case.version - 1, "text": "As asked."}

    changed, _request = stepped(town, "county2", case, "grant", data)
    form = changed.form
    again = {name: form[name].value() for name in ("key", "version", "text")}
    stepped(town, "county2", case, "grant", again)

    assert (form.refusal.code, steps(case)) == ("case.changed", ["submit", "accept", "grant"])


@pytest.mark.parametrize(("form", "taken"), [(StepForm, False), (Versionless, True)])
def test_a_form_without_a_version_takes_the_case_as_it_stands(town, form, taken):
    case = town.submitted()
    town.step(case, "accept", "county1")

    answer, _request = stepped(town, "county2", case, "grant", {"key": "k", "text": "As asked."}, form=form)

    assert (isinstance(answer, HttpResponse), "grant" in steps(case)) == (taken, taken)


# --- around it


def test_a_case_of_another_kind_or_of_strangers_is_not_found(town):
    case = town.submitted()

    found = stepping.case_or_404(asked(town, "county1"), case.pk, APPLICATION, "matter")

    assert found == case
    for name, kind in (("far", APPLICATION), ("county1", "matters.request")):
        with pytest.raises(Http404):
            stepping.case_or_404(asked(town, name), case.pk, kind)


def test_the_page_of_a_step_says_what_happened_and_warns_where_it_must(town, client):
    case = town.submitted()
    data = {"key": "k", "version": case.version, "text": "Incomplete."}
    town.step(case, "accept", "county2")
    client.force_login(Person.objects.get(pk=town.actors["county1"].person))

    answer = client.post(reverse("matters:decline", args=[case.pk]), data)

    assert (answer.status_code, 'id="meanwhile"' in answer.content.decode()) == (422, True)
    assert (answer.context["danger"], answer.context["case"], answer.context["cancel_url"]) == (
        True,
        case,
        place_of(case),
    )


def test_the_way_names_the_list_and_the_case_by_its_number_or_its_title(town):
    case = town.submitted()
    ways = [
        stepping.way("Matters", "matters:list"),
        stepping.way("Matters", "matters:list", case),
        stepping.way("Matters", "matters:list", Case(pk=case.pk, title="A draft")),
    ]

    assert [[each.label for each in way] for way in ways] == [
        ["Matters"],
        ["Matters", case.number],
        ["Matters", "A draft"],
    ]
