"""How fast the policy reader reads: characters a second at growing sizes, and whether time grows with length only.

Run: .venv/bin/python benchmarks/read.py [largest number of characters, default 1000000]
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kechuang.policy.read.isolated import read_isolated  # noqa: E402 - after the path is set
from kechuang.policy.read.read import read_text  # noqa: E402 - after the path is set

SOURCE = ROOT / "tests" / "policy" / "read" / "corpus"
SIZES = (10_000, 100_000, 200_000, 1_000_000)
# A page of a printed plan holds about 700 characters (28 a line, 22 lines, headings).
CHARACTERS_A_PAGE = 700


def text_of(size: int) -> str:
    """Our own annotated plans, one after another, up to the size."""
    whole = "\n".join(path.read_text("utf-8") for path in sorted(SOURCE.glob("*_plan.txt")))
    return (whole * (size // len(whole) + 1))[:size]


def timed(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    read_text(text_of(10_000))
    print(f"{'characters':>12} {'pages':>7} {'seconds':>9} {'characters/s':>13} {'µs/character':>13} {'targets':>8}")
    for size in [s for s in SIZES if s <= largest]:
        text = text_of(size)
        document = read_text(text)
        best = min(timed(lambda text=text: read_text(text)) for _ in range(3 if size < 500_000 else 1))
        rate = size / best
        pages, found = size // CHARACTERS_A_PAGE, len(document.targets)
        print(f"{size:>12,} {pages:>7,} {best:>9.3f} {rate:>13,.0f} {1e6 / rate:>13.2f} {found:>8,}")
    data = text_of(200_000).encode()
    seconds = timed(lambda: read_isolated(data, "plan.txt"))
    print(f"in a child process with limits, 200,000 characters: {seconds:.2f} s")


if __name__ == "__main__":
    main()
