"""How much of the demonstration's story has been told, kept in a file beside the database."""

from django.conf import settings

FILE = "demonstration.progress"
WHOLE = 100


def percent() -> int:
    """Give how many per cent of the story are there; a node without the file is whole."""
    path = settings.KECHUANG_HOME / FILE
    return int(path.read_text() or 0) if path.exists() else WHOLE


def tell(percent_done: int) -> None:
    """Keep how far the story is."""
    path = settings.KECHUANG_HOME / FILE
    part = path.with_suffix(".part")
    part.write_text(str(percent_done))
    part.replace(path)
