"""What the register of organisations knows of two bodies."""

from kechuang.casework.models import Case
from kechuang.resources.organisations.models import Organisation, Tie


def tie(world, owned: str, owner: str) -> None:
    """Have the register know one body as shareholder of another."""
    for name in (owned, owner):
        body = world.bodies[name]
        record = Case.objects.create(
            authority="330100", kind="tests", state="X", place=body.place, city="3301", title="r",
            opened_on=world.on, changed_at="2026-03-01T00:00:00Z",
        )  # fmt: skip
        row = Organisation.objects.create(
            body=body, case=record, name=name, kind=body.kind, place=body.place, revised_on=world.on
        )
        if name == owned:
            Tie.objects.create(organisation=row, role=Tie.SHAREHOLDER, party=f"body/{world.bodies[owner].pk}")
