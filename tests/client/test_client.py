"""The Python client against a served node: lists to their end, acts once, refusals with their reason."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from pytest_django.live_server_helper import LiveServer

from kechuang.web.identity import tokens
from tests.matrix.conftest import filled  # noqa: F401 - the fixture
from tests.matrix.filled import OWN

sys.path.insert(0, str(Path(__file__).parents[2] / "clients" / "python"))

from kechuang_client import Node, Refused, Unreachable


@pytest.fixture(scope="module")
def server(filled):  # noqa: F811 - the fixture
    """Serve the node; stopping waits for every thread, since each puts down the connection that all share."""
    live = LiveServer("localhost")
    live.thread.httpd.daemon_threads = False
    yield live.url
    live.stop()


def node_for(filled, server, name, *scopes):  # noqa: F811 - the fixture
    actor = filled.worlds[OWN].actor(name)
    _token, text = tokens.make(actor, name="client", scopes=list(scopes) or tokens.scopes_of(actor), days=1)
    return Node(server, text)


def test_a_list_is_read_to_its_end_as_its_person_sees_it(filled, server, db):  # noqa: F811 - the fixture
    node = node_for(filled, server, "city1")

    rows = list(node.rows("vouchers/orders"))

    assert {row["id"] for row in rows} == {thing.id for thing in filled.things[OWN, "order"]}


def test_everybody_reads_public_facts_and_their_proofs_without_a_token(filled, server, db):  # noqa: F811 - the fixture
    node, identifier = Node(server), filled.things[OWN, "fact"][0].id

    fact, proof = node.fact(identifier), node.proof(identifier)

    assert fact["id"] == identifier
    assert "leaf" in json.dumps(proof)


def test_an_act_is_done_once_under_its_key(filled, server, db):  # noqa: F811 - the fixture
    node, asked = node_for(filled, server, "firm clerk"), filled.things[OWN, "asked"][0].id
    values = {"organisation.rnd_staff": "12", "organisation.rnd_yuan": "3400.00"}

    first = node.act(f"collections/asked/{asked}/answer", {"values": values}, key="the-same-key")
    again = node.act(f"collections/asked/{asked}/answer", {"values": values}, key="the-same-key")

    assert first == again


def test_a_refusal_comes_with_its_code_and_sentence(filled, server, db):  # noqa: F811 - the fixture
    node, asked = node_for(filled, server, "firm clerk"), filled.things[OWN, "asked"][0].id

    with pytest.raises(Refused) as refused:
        node.act(f"collections/asked/{asked}/answer", {"values": {}})

    assert (refused.value.status, refused.value.code) == (409, "collection.lacking")
    assert refused.value.place == "organisation__rnd_staff"


def test_a_token_reaches_no_further_than_its_scopes(filled, server, db):  # noqa: F811 - the fixture
    node = node_for(filled, server, "city1", "voucher:read")

    with pytest.raises(Refused) as refused:
        node.get("collections/")

    assert refused.value.status == 403


def test_an_address_that_is_none_is_refused_before_anything_is_sent():
    with pytest.raises(ValueError, match="no http address"):
        Node("node.example.org")


class Busy(BaseHTTPRequestHandler):
    """Says 429 once, then answers; counts the keys that it was sent."""

    keys: ClassVar[list[str]] = []

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.keys.append(self.headers["Idempotency-Key"])
        first = len(self.keys) == 1
        body = b"{}" if first else b'{"done": true}'
        self.send_response(429 if first else 200)
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


def test_a_busy_node_is_asked_again_with_the_same_key():
    Busy.keys = []
    with HTTPServer(("127.0.0.1", 0), Busy) as busy:
        thread = threading.Thread(target=busy.serve_forever)
        thread.start()
        answer = Node(f"http://127.0.0.1:{busy.server_port}").act("anything", {})
        busy.shutdown()
        thread.join()

    assert answer == {"done": True}
    assert len(Busy.keys) == 2
    assert len(set(Busy.keys)) == 1


def test_a_node_that_is_gone_is_said_to_be_unreachable(monkeypatch):
    with HTTPServer(("127.0.0.1", 0), Busy) as gone:
        port = gone.server_port
    monkeypatch.setattr("kechuang_client.time.sleep", lambda _seconds: None)

    with pytest.raises(Unreachable):
        Node(f"http://127.0.0.1:{port}", timeout_seconds=1).get("facts/")
