"""Where a node keeps its data: ``KECHUANG_HOME``, by default ``.kechuang`` in the working folder."""

import os
import secrets
from pathlib import Path

# Written by each round of chores: that the node does what time asks of it.
PULSE = "last-sweep.json"


def home() -> Path:
    """Give the node's data folder; it is created with access for its owner only."""
    path = Path(os.environ.get("KECHUANG_HOME", ".kechuang")).resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_key() -> str:
    """Give the node's secret: from ``KECHUANG_SECRET_KEY``, else from a file made on first use."""
    given = os.environ.get("KECHUANG_SECRET_KEY")
    if given:
        return given
    path = home() / "secret.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()
