"""How fast the policy reader reads and what it needs: characters a second and peak memory at 10 kB, 1 MB and 10 MB.

Time and memory should grow with length only. Each size is read in a process of its own, so that the peak is its own;
memory is given above that of the process before it reads.

Run: .venv/bin/python benchmarks/read.py [largest number of bytes, default 10000000]
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kechuang.policy.read.isolated import read_isolated  # noqa: E402 - after the path is set
from kechuang.policy.read.read import read_text  # noqa: E402 - after the path is set

SOURCE = ROOT / "tests" / "policy" / "read" / "corpus"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
# A page of a printed plan holds about 700 characters (28 a line, 22 lines, headings).
CHARACTERS_A_PAGE = 700


def text_of(size: int) -> str:
    """Our own annotated texts, one after another, up to the size in bytes of UTF-8."""
    whole = "\n".join(path.read_text("utf-8") for path in sorted(SOURCE.glob("*_plan.txt")))
    data = whole.encode()
    return (data * (size // len(data) + 1))[:size].decode("utf-8", "ignore")


def timed(call) -> float:
    """Seconds of this process's processor: on a machine that others use too, the clock on the wall says little."""
    start = time.process_time()
    call()
    return time.process_time() - start


def peak() -> float:
    """The most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(size: int) -> dict[str, float]:
    text = text_of(size)
    read_text(text_of(10_000))
    before, start = peak(), time.process_time()
    document = read_text(text)
    seconds = time.process_time() - start
    for _ in range(4 if size <= 10_000 else 1 if size <= 1_000_000 else 0):
        seconds = min(seconds, timed(lambda: read_text(text)))
    return {
        "characters": len(text),
        "seconds": seconds,
        "memory": peak() - before,
        "targets": len(document.targets),
    }


def main() -> None:
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    print(f"{'bytes':>12} {'characters':>12} {'pages':>7} {'seconds':>9}", end=" ")
    print(f"{'characters/s':>13} {'MB more':>9} {'targets':>8}")
    for size in [s for s in SIZES if s <= largest]:
        # A process of its own, so that the peak of memory is this size's alone.
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True
        )
        row = json.loads(done.stdout)
        rate, pages = row["characters"] / row["seconds"], row["characters"] // CHARACTERS_A_PAGE
        print(
            f"{size:>12,} {row['characters']:>12,} {pages:>7,} {row['seconds']:>9.3f} {rate:>13,.0f} "
            f"{row['memory']:>9,.1f} {row['targets']:>8,}"
        )
    data = text_of(600_000).encode()
    start = time.perf_counter()
    read_isolated(data, "plan.txt")
    seconds = time.perf_counter() - start
    print(f"in a child process with limits, {len(data):,} bytes: {seconds:.2f} s on the clock")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        main()
