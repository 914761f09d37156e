"""How fast tables come in, and with how much memory: ``python benchmarks/imports.py [--rows 100000] [--write]``.

Prints for 5,000 rows with 300 faults and for 100,000 rows: seconds to look at the file, to check it and (with
``--write``, or for the small table) to write it through the gateway; rows a second; the peak memory of this process and
of the child that unpacks the file. Beside it stands openpyxl, which only reads the same file.
"""

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import node

HEADS = [
    "序号",
    "企业名称",
    "统一社会信用代码",
    "所在地",
    "机构类型",
    "成立时间",
    "职工人数",
    "上年度营业收入（万元）",
    "年度",
    "备注",
]
FIRST = date(2010, 1, 1)
FAULTS = 300
_COUNT = "n = sum(1 for _ in book.worksheets[0].values)"
READERS = {
    "ours, all rows": "n = sum(1 for _ in child.answer(open(path, 'rb').read(), 0))",
    "openpyxl, values only": f"book = load_workbook(path, read_only=True, data_only=True); {_COUNT}",
    "openpyxl, whole book": f"book = load_workbook(path); {_COUNT}",
}
PEAK = "int(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]) / 1024"


def credit_code(serial: int) -> str:
    from kechuang.kernel.identify.credit import ALPHABET

    body = f"91330106MA{serial:07d}"
    total = sum(ALPHABET.index(mark) * pow(3, at, 31) for at, mark in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def table(rows: int, faults: int) -> bytes:
    """Make an office's ledger with a title, heads and faults spread over it."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(["某区科技企业台账（演示）"])
    sheet.append(HEADS)
    every = -(-rows // faults) if faults else 0
    for at in range(rows):
        row = [at + 1, f"第{at}企业（演示）", credit_code(at), "西湖区", "企业", f"2018.{at % 9 + 1}.15", at % 500]
        row += [f"{at % 5000}.5", 2025, "无"]
        if every and at % every == 0:
            row[(2, 5, 6, 7)[at // every % 4]] = ("91330106MA0000000X", "2025年13月", "四十", "1,200万")[
                at // every % 4
            ]
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def peak() -> float:
    """Give the peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def office():
    from kechuang.ledger.logs import open_log
    from kechuang.web.accounts.models import Body, Grant, Person
    from kechuang.web.permissions import read_actor

    open_log("330100", "Hangzhou")
    body = Body.objects.create(
        code="hz-xihu", name="西湖区科技局（演示）", kind="office", place="330106", authority="330100", valid_from=FIRST
    )
    person = Person.objects.create_user("officer", name="officer")
    Grant.objects.create(person=person, role="county_checker", body=body, valid_from=FIRST)
    return body, read_actor(person)


def measure(rows: int, faults: int, *, write: bool, body, actor) -> None:
    from kechuang.casework.imports import acting, intake, running
    from kechuang.casework.imports.desks import desk
    from kechuang.casework.imports.registry import KINDS

    running.AT_ONCE = 10**9  # no worker runs here: the work is done in this process
    data = table(rows, faults)
    here = desk(KINDS["organisations"], actor, body, "insert")
    begun = time.perf_counter()
    upload = intake.take(KINDS["organisations"], intake.Given(io.BytesIO(data), f"{rows}.xlsx", len(data)), here)
    looked = time.perf_counter()
    acting.begin(upload)
    checked = time.perf_counter()
    spent = checked - begun
    print(
        f"{rows:,} rows, {len(data) / 1e6:.1f} MB: look {looked - begun:.1f} s, check {checked - looked:.1f} s,",
        end=" ",
    )
    print(f"report after {spent:.1f} s ({rows / spent:,.0f} rows/s), peak {peak():.0f} MB; {upload.counts}")
    if write:
        acting.agree(upload, upload.digest, by=actor.person)
        written = time.perf_counter() - checked
        done = upload.counts["rows"].get("DONE", 0)
        print(f"  written {done:,} rows in {written:.1f} s ({done / written:,.0f} rows/s), peak {peak():.0f} MB")
    peers(data)


def peers(data: bytes) -> None:
    """Only read the same file, in a process of its own."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        for name, code in READERS.items():
            script = (
                f"import sys, time; sys.path.insert(0, {str(Path(__file__).parents[1])!r}); path = {file.name!r}\n"
                "from openpyxl import load_workbook; from kechuang.casework.imports import child\n"
                f"t = time.perf_counter(); {code}; print(n, time.perf_counter() - t, {PEAK})"
            )
            said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
            count, seconds, memory = said.split()
            print(f"  {name}: {int(count):,} rows in {float(seconds):.1f} s, peak {float(memory):.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="write the large table too")
    arguments = parser.parse_args()
    node.start()
    node.fresh()
    body, actor = office()
    measure(5000, FAULTS, write=True, body=body, actor=actor)
    if arguments.rows:
        measure(arguments.rows, 0, write=arguments.write, body=body, actor=actor)


if __name__ == "__main__":
    main()
