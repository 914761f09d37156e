"""A form that is sent twice acts once: the key of a drawn form, and the case that it opened before."""

import hashlib
from uuid import UUID

from kechuang.casework.models import Step
from kechuang.web import chance
from kechuang.web.permissions import Actor

LONGEST = 110
"""Signs; a step holds 120, and an act that takes several steps adds a few of its own."""


def key_of(actor: Actor, act: str, drawn: str) -> str:
    """Give the idempotency key of a form: its person's, its act's (``evaluation.open``), and as it was drawn.

    A form that came without a drawn key (a program's post) gets one of its own, so that it acts each time. What is too
    long for a step is told by its digest, never cut: the ends of two keys may be all that tells two cases apart.
    """
    person = actor.person.hex if actor.person else "nobody"
    key = f"{person}:{act}:{drawn or chance.random_id()}"
    if len(key) <= LONGEST:
        return key
    return f"{person}:{hashlib.sha256(key.encode()).hexdigest()}"


def case_of(key: str) -> UUID | None:
    """Give the case on which a form acted when it was sent before; None when it was not."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()
