"""The fact that a node began to apply an edition."""

from kechuang.kernel.fact import REGISTRY, groups
from kechuang.rulebook.facts import RulebookLoaded, loaded
from kechuang.rulebook.load import current


def test_the_fact_names_the_edition_and_what_is_not_verified():
    fact = loaded(current())

    assert REGISTRY["rulebook.edition.loaded", 1] is RulebookLoaded
    assert (fact.edition, fact.keys, fact.values) == (current().edition, len(current().keys), len(current().entries))
    assert fact.unverified == sum(entry.confidence != "S" for entry in current().entries)
    assert set(groups(fact)) == {"public"}
