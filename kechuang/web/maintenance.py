"""A node in maintenance: everything can be read, nothing can be written, and every page says so.

The operator puts a file ``read-only`` into ``KECHUANG_HOME``; its first line is shown to everybody (“until 18:00, new
version”). Taking the file away ends the maintenance at once, without a restart.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

FILE = "read-only"


def reason() -> str:
    """Give what the operator wrote, or a word of ours where the file is empty; empty while the node takes writes."""
    try:
        with Path(settings.KECHUANG_HOME, FILE).open(encoding="utf-8") as file:
            return file.readline(200).strip() or _("Please try again later.")
    except FileNotFoundError:
        return ""
