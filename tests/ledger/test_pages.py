"""The public record: every public fact with its law and its proof, and the logs with their signed heads."""

import json

import pytest

from kechuang.ledger import readers, sign
from kechuang.ledger.checkpoint import Note, Verifier
from kechuang.ledger.logs import open_log
from kechuang.ledger.models import Entry, PersonalGroup
from kechuang.ledger.proof import Verdict, check
from tests.ledger.facts import AT, LOG, Paid, named, paid, record, write

SECRET = "核对无误"


@pytest.fixture
def filled(log):
    write(paid("N-1"), named("N-2", name="演示联系人"), paid("N-3"))
    sign.checkpoint(LOG, made_at=AT)
    return log


@pytest.fixture
def insider(monkeypatch):
    """Whoever sends this header may read the groups that it names."""
    monkeypatch.setattr(readers, "_readers", {})
    readers.register_reader("test", lambda request, entry: set(request.headers.get("X-Groups", "").split()))


def fact(seq: int) -> Entry:
    return Entry.objects.get(seq=seq)


def key() -> Verifier:
    return Verifier.parse(sign.current_key(LOG).verifier)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_public_fact_has_a_page_that_keeps_the_rest_back(filled, client, language):
    answer = client.get(f"/facts/{fact(1).pk}/", headers={"accept-language": language})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "N-1" in text
    assert "第十二条" in text
    assert SECRET not in text
    assert fact(1).groups["authority"]["salt"] not in text


def test_whoever_may_read_more_sees_more(filled, client, insider):
    page = f"/facts/{fact(1).pk}/"

    assert SECRET not in client.get(page).content.decode()
    assert SECRET in client.get(page, headers={"X-Groups": "authority"}).content.decode()


def test_a_personal_value_is_shown_until_it_is_erased(filled, client, insider):
    page, may = f"/facts/{fact(2).pk}/", {"X-Groups": "personal"}
    assert "演示联系人" not in client.get(page).content.decode()
    assert "演示联系人" in client.get(page, headers=may).content.decode()

    PersonalGroup.objects.update(salt=None, values=None, erased_at=AT)

    assert "演示联系人" not in client.get(page, headers=may).content.decode()


def test_the_proof_that_is_downloaded_checks_and_discloses_the_public_group_alone(filled, client):
    answer = client.get(f"/facts/{fact(1).pk}/proof.json")

    result = check(json.loads(answer.content), key())
    assert (result.verdict, result.seq) == (Verdict.AUTHENTIC, 1)
    assert result.opened == {"public": {"number": "N-1"}}
    assert answer["Content-Disposition"] == f'attachment; filename="proof-{fact(1).pk}.json"'


def test_a_proof_with_more_is_for_those_who_may_read_it_and_is_not_cached(filled, client, insider):
    address = f"/facts/{fact(1).pk}/proof.json?groups=all"

    everybody = client.get(address)
    inside = client.get(address, headers={"X-Groups": "parties authority"})

    assert sorted(json.loads(everybody.content)["groups"]) == ["public"]
    assert sorted(json.loads(inside.content)["groups"]) == ["authority", "parties", "public"]
    assert inside["Cache-Control"] == "private, no-store"


def test_a_fact_without_public_group_is_not_there_for_everybody(log, client, insider):
    from kechuang.ledger.models import Entry
    from tests.ledger.facts import Kept

    write(record(Kept(note=SECRET)))
    sign.checkpoint(LOG, made_at=AT)
    one = Entry.objects.get()

    for address in (f"/facts/{one.pk}/", f"/facts/{one.pk}/proof.json", f"/api/v1/facts/{one.pk}"):
        assert client.get(address).status_code == 404
        assert client.get(address, headers={"X-Groups": "authority"}).status_code == 200
    assert one.pk not in client.get("/facts/").content.decode()


@pytest.mark.parametrize(
    "address", ["/facts/{}/", "/facts/{}/proof.json", "/api/v1/facts/{}", "/api/v1/facts/{}/proof"]
)
@pytest.mark.parametrize("identifier", ["0" * 32, "x"])
def test_a_fact_that_is_not_there_is_not_found(filled, client, address, identifier):
    assert client.get(address.format(identifier)).status_code == 404


def test_a_fact_that_no_checkpoint_covers_yet_says_so(filled, client):
    (made,) = write(paid("N-4"))

    page = client.get(f"/facts/{made.id}/", headers={"accept-language": "en"}).content.decode()

    assert "none covers this entry yet; the next one will" in page
    assert "proof.json" not in page
    assert client.get(f"/facts/{made.id}/proof.json").status_code == 404


def test_causes_and_the_other_facts_of_the_matter_are_linked(filled, client):
    fact_ = Paid(number="N-9", postings=(), note="")
    (made,) = write(record(fact_, causes=(fact(1).pk,)))

    page = client.get(f"/facts/{made.id}/").content.decode()

    links = [page.count(f'href="/facts/{fact(seq).pk}/"') for seq in (1, 2, 3)]
    assert links == [2, 1, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(log, client, count, django_assert_num_queries):
    write(*(paid(f"N-{number}") for number in range(count)))
    client.get("/facts/")

    with django_assert_num_queries(2):
        page = client.get("/facts/").content.decode()

    assert [f"N-{number}" in page for number in range(4)] == [number < count for number in range(4)]


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("type=tests.ledger.named", [False, True, False]),
        ("recorded_from=2026-03-03", [False, False, False]),
        ("recorded_from=2026-03-02&recorded_to=2026-03-02", [True, True, True]),
        ("q=xyz", [False, False, False]),
    ],
)
def test_the_list_is_filtered(filled, client, filters, shown):
    page = client.get(f"/facts/?{filters}").content.decode()

    assert [f"N-{number}" in page for number in (1, 2, 3)] == shown


def test_the_list_finds_a_fact_by_the_beginning_of_its_id(filled, client):
    page = client.get(f"/facts/?q={fact(2).pk[:12]}").content.decode()

    assert [f"N-{number}" in page for number in (1, 2, 3)] == [False, True, False]


def test_a_day_without_sense_is_said(filled, client):
    answer = client.get("/facts/?recorded_from=2026-03-03&recorded_to=2026-03-01", headers={"accept-language": "en"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert ("3 March 2026" in page, "1 March 2026" in page) == (True, True)
    assert [f"N-{number}" in page for number in (1, 2, 3)] == [False, False, False]


def test_the_facts_of_one_log_stand_apart(filled, client):
    open_log("other")
    write(paid("N-7"), log="other")

    assert [f"N-{number}" in client.get(f"/logs/{LOG}/facts/").content.decode() for number in (1, 3, 7)] == [
        True,
        True,
        False,
    ]
    assert [f"N-{number}" in client.get("/logs/other/facts/").content.decode() for number in (1, 3, 7)] == [
        False,
        False,
        True,
    ]


def test_a_log_shows_head_checkpoint_and_key(filled, client):
    page = client.get(f"/logs/{LOG}/").content.decode()

    assert bytes(type(filled).objects.get().root).hex() in page
    assert str(key()) in page
    assert f"kechuang/{LOG}" in page
    assert LOG in client.get("/logs/").content.decode()


def test_the_checkpoint_is_served_as_programs_read_it(filled, client):
    answer = client.get(f"/logs/{LOG}/checkpoint")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert Note.parse(answer.content.decode()).signed_by(key())


def test_growth_is_proved_between_checkpoints(filled, client):
    write(paid())
    sign.checkpoint(LOG, made_at=AT)

    found = json.loads(client.get(f"/logs/{LOG}/consistency/3/4.json").content)

    assert found["format"] == "kechuang-consistency/1"
    assert Note.parse(found["first"]).signed_by(key())
    assert f"/logs/{LOG}/consistency/3/4.json" in client.get(f"/logs/{LOG}/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/logs/none/", "/logs/none/checkpoint", f"/logs/{LOG}/consistency/2/3.json", f"/logs/{LOG}/consistency/0/3.json"],
)
def test_what_a_log_does_not_have_is_not_found(filled, client, address):
    assert client.get(address).status_code == 404


def test_programs_read_facts_proofs_and_logs(filled, client):
    one = client.get(f"/api/v1/facts/{fact(1).pk}").json()
    proof = client.get(f"/api/v1/facts/{fact(1).pk}/proof").json()
    many = client.get("/api/v1/facts/").json()
    log = client.get(f"/api/v1/logs/{LOG}").json()

    assert (one["seq"], one["groups"]) == (1, {"public": {"number": "N-1"}})
    assert check(proof, key()).verdict is Verdict.AUTHENTIC
    assert [row["seq"] for row in many["items"]] == [3, 2, 1]
    assert (log["size"], log["keys"]) == (3, [str(key())])
    assert client.get("/api/v1/logs/").json() == [log]


def test_the_search_finds_facts_and_logs(filled, client):
    page = client.get(f"/search/?q={fact(1).pk[:10]}").content.decode()

    assert f"/facts/{fact(1).pk}/" in page
    assert f"/logs/{LOG}/" in client.get("/search/?q=330100-k").content.decode()
