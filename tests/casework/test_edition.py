"""Each load of the rules is a fact in every log, once."""

from kechuang.casework import edition
from kechuang.ledger import read as ledger
from kechuang.ledger.models import Entry
from kechuang.rulebook import load as rulebook


def test_the_edition_in_force_is_recorded_once_in_each_log(library):
    edition.register()

    first, second = edition.record(), edition.record()

    entry = Entry.objects.get(type="rulebook.edition.loaded")
    assert (len(first), len(second)) == (1, 0)
    assert ledger.readable(entry, {"public"})["edition"] == rulebook.current().edition
