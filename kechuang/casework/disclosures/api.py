"""Who looked at a person's data, for programs."""

from ninja import Router

from kechuang.casework.disclosures import queries
from kechuang.casework.disclosures.lists import DISCLOSURES
from kechuang.web.api import list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/", DISCLOSURES, lambda request: queries.of(actor_of(request)), permission="signed_in")
