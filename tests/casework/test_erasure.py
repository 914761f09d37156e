"""An erased person's name stands nowhere: not in tables, not in the database's files, not in what is shown."""

from decimal import Decimal

from django.db import connection

from kechuang.casework.act import act
from kechuang.casework.erasure import erase_person, subject_of
from kechuang.ledger.models import PersonalGroup
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Person
from tests.casework import lending
from tests.casework.conftest import NOW, stock

PLANTED = "覃溯洄"


def test_a_planted_name_is_found_nowhere_after_erasure(committed_db, client):
    with clock.fixed(NOW):
        library = stock()
        person = Person.objects.get(pk=library.reader.person)
        person.name, person.email = PLANTED, f"{PLANTED}@example.org"
        person.save()
        client.force_login(person)
        lend_to(person, library)
        assert PLANTED in everything()

        erased = erase_person(person)

        assert (erased.groups, erased.sessions) == (1, 1)
        assert PLANTED not in everything()
        assert client.get("/inbox/").status_code == 302


def lend_to(person, library):
    """Lend to a named person: the name goes to the personal group of the fact."""
    from dataclasses import replace

    def decide(scene, request):
        decision = lending.decide_lend(scene, request)
        case, fact = decision.facts[0]
        return replace(decision, facts=((case, replace(fact, borrower=PLANTED)),), subject=subject_of(person.pk))

    kind = replace(lending.LEND, decide=decide)
    request = lending.Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10))
    assert act(kind, request, by=library.clerk, key="k")
    assert PersonalGroup.objects.get().subject == subject_of(person.pk)


def everything() -> str:
    """Give all that all tables hold, as text."""
    tables = connection.introspection.table_names()
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)
