"""The cells of a spreadsheet, read in a child process with limits: a hostile file can end only itself.

The child loads no Django; it gets the file on its standard input and answers one JSON list of rows of text on its
standard output.
"""

import json
import subprocess
import sys
from datetime import date, datetime

from kechuang.kernel.refusal import Refusal

CPU_SECONDS, WALL_SECONDS, MEGABYTES = 20, 40, 1024
MOST_ROWS, MOST_COLUMNS = 5001, 40
TOO_MANY = 70


def read_sheet(data: bytes, name: str) -> list[list[str]] | Refusal:
    """Give the rows of the first sheet of an .xlsx file as text, or say why it cannot be read."""
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603 - our own interpreter and code
    except subprocess.TimeoutExpired:
        return Refusal("organisation.sheet_too_large", {"name": name, "rows": MOST_ROWS - 1}, place="file")
    if done.returncode == TOO_MANY:
        return Refusal("organisation.sheet_too_large", {"name": name, "rows": MOST_ROWS - 1}, place="file")
    try:
        rows = json.loads(done.stdout)
    except ValueError:
        return Refusal("organisation.sheet_unreadable", {"name": name}, place="file")
    return rows if isinstance(rows, list) else Refusal("organisation.sheet_unreadable", {"name": name}, place="file")


def serve() -> None:
    """The child's whole work: set limits, read, answer."""
    import io  # noqa: PLC0415 - the parent needs none of these
    import resource  # noqa: PLC0415 - see above

    from openpyxl import load_workbook  # noqa: PLC0415 - see above

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    book = load_workbook(io.BytesIO(sys.stdin.buffer.read()), read_only=True, data_only=True)
    rows = []
    for row in book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS):
        if len(rows) > MOST_ROWS:
            sys.exit(TOO_MANY)
        rows.append([_text(value) for value in row])
    sys.stdout.write(json.dumps(rows))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from kechuang.resources.organisations import sheet; sheet.serve()"
)
