"""Nobody finds the way from a paddle to a bidder while a lot runs: what an operator with all tables can try."""

import json
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection

from kechuang.mechanisms.market.auction.masking import bearer, keeper
from kechuang.mechanisms.market.auction.models import Bidder, LogEntry, PaddleCard, Slip
from kechuang.mechanisms.market.auction.running import store
from tests.mechanisms.market.auction.hall import START, ascending


def rows_of_all_tables() -> dict[str, list[str]]:
    """Give every row of every table as text: what an operator reads who may read everything."""
    found = {}
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            found[name] = [json.dumps([str(value) for value in row], ensure_ascii=False) for row in cursor.fetchall()]
    return found


def test_no_row_of_any_table_names_a_paddle_and_its_bidder_while_the_lot_runs(hall):
    (lot,) = hall.announce(ascending())
    hall.run([lot], 3)
    hall.bid(lot, 0, "100000", timedelta(seconds=5))
    with hall.at(START + timedelta(seconds=6)):
        tables = rows_of_all_tables()

    cards = list(PaddleCard.objects.all())
    firms = {str(firm.pk) for firm in hall.firms} | {firm.pk.hex for firm in hall.firms}
    marks = {mark for card in cards for mark in (card.id, card.token, f'"{card.number}"')}
    holders = [
        json.loads(line)["holder"] for line in LogEntry.objects.values_list("line", flat=True) if "holder" in line
    ]
    assert len(cards) == len(holders) == 3
    for rows in tables.values():
        for row in rows:
            assert not (any(firm in row for firm in firms) and any(mark in row for mark in {*marks, *holders}))
    every = "\n".join(row for rows in tables.values() for row in rows)
    for secret in hall.secrets.values():
        assert secret not in every
    assert not any(keeper._read(lot.pk)[name] in every for name in ("identity", "pseudonym"))
    assert all(card.body_id is None for card in cards)


def test_the_draw_gives_paddles_in_an_order_that_tells_nothing_of_the_registrations(hall):
    (lot,) = hall.announce(ascending())
    lot.refresh_from_db()
    hall.admit(lot, 4)
    slips = list(Slip.objects.values_list("pk", "token"))
    with hall.at(START):
        hall.turn()

    lines = [json.loads(line) for line in store.lines(lot.pk)]
    admitted = [each for each in lines if each["type"] == "admitted"]
    assert len({each["at"] for each in lines if each["type"] in {"admitted", "deposit_frozen"}}) == 1
    assert Slip.objects.count() == 0
    assert {card.id for card in PaddleCard.objects.all()} & {pk for pk, _token in slips} == set()
    assert {each["holder"] for each in admitted} == {keeper.pseudonym(lot.pk, firm.pk) for firm in hall.firms}
    assert {each["amount"] for each in lines if each["type"] == "deposit_frozen"} == {f"{lot.deposit:.2f}"}


def test_a_firm_gets_no_second_paddle_and_a_barred_one_none(hall):
    (lot,) = hall.announce(ascending())
    lot.refresh_from_db()
    hall.admit(lot, 1)
    row = Bidder.objects.select_related("case", "lot__case").get()

    from kechuang.mechanisms.market.auction.entering import collect

    assert collect(row).code == "auction.collected_already"
    assert keeper.pseudonym(lot.pk, hall.seller.pk) in lot.rules["barred"]


def test_after_the_end_the_winner_is_known_to_all_and_the_others_to_their_operator(hall):
    (lot,) = hall.announce(ascending())
    hall.run([lot], 2)
    hall.bid(lot, 1, "100000", timedelta(seconds=5))
    with hall.at(START + timedelta(seconds=3700)):
        hall.turn()

    lot.refresh_from_db()
    states = dict(Bidder.objects.values_list("body__code", "case__state"))
    assert lot.winner == hall.firms[1]
    assert states == {"firm0": "LOST", "firm1": "WON"}
    assert set(PaddleCard.objects.values_list("body__code", flat=True)) == {"firm0", "firm1"}


def test_a_sealed_identity_opens_with_the_key_of_its_own_lot_only(hall):
    first, second = hall.announce(ascending(), ascending())
    sealed = keeper.seal(first.public_key, {"body": "b", "registration": "r"})

    assert keeper.unseal(first.pk, sealed) == {"body": "b", "registration": "r"}
    with pytest.raises(InvalidTag):
        keeper.unseal(second.pk, sealed)
    assert len(sealed) == len(keeper.seal(first.public_key, {"body": "b" * 36, "registration": "r" * 36}))


def test_a_secret_is_taken_however_it_is_written_and_belongs_to_its_lot(hall):
    first, second = hall.announce(ascending(), ascending())
    secret = bearer.draw()

    assert bearer.token(first.pk, secret) == bearer.token(first.pk, f" {secret.lower().replace('-', ' ')}")
    assert bearer.token(first.pk, secret) != bearer.token(second.pk, secret)


def test_no_model_of_the_auction_but_these_points_to_a_body():
    named = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("market_auction").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model.__name__ == "Body"
    }

    assert named == {"Bidder.body", "Lot.winner", "PaddleCard.body"}
