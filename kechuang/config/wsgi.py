"""The application object for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")
application = get_wsgi_application()

from kechuang.ledger import triggers  # noqa: E402 - needs loaded apps
from kechuang.mechanisms.market.auction.live.gate import with_live_boards  # noqa: E402 - needs loaded apps

# A server must not take acts while the database would let facts be changed.
triggers.demand()

application = with_live_boards(application)
