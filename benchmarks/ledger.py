"""Ledger figures: tree, append, verify and proofs, by default at 1,000,000 entries.

    python benchmarks/ledger.py [--entries N]            SQLite in a temporary folder
    DATABASE_URL=postgresql://… python benchmarks/ledger.py   PostgreSQL, in a test database of its own

Entries go through ``ledger.append`` as an act would send them: three groups, a basis of four rule values, a personal
group on every tenth. Nothing is loaded past it.
"""

import argparse
import hashlib
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

LOG, AT, ON = "bench", datetime(2026, 11, 21, 10, tzinfo=UTC), date(2026, 11, 21)
BASIS = {
    "edition": "0" * 64,
    "values": [
        {
            "key": f"voucher.quota.{name}.year_yuan",
            "value": "200000",
            "place": "330100",
            "on": "2026-11-21",
            "since": "2024-05-01",
            "clause": "第十二条",
            "source": "zj-2024-17",
            "confidence": "S",
        }
        for name in ("enterprise", "startup", "order", "share")
    ],
}


def line(name: str, value: float, unit: str, note: str = "") -> None:
    print(f"{name:<58}{value:>14,.0f} {unit:<12}{note}", flush=True)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bench_tree(count: int) -> None:
    from pymerkle import InmemoryTree

    from kechuang.ledger import tree

    hashes = [hashlib.sha256(b"%d" % at).digest() for at in range(count)]
    line(
        "tree: bulk append of leaf hashes, with root",
        count / timed(lambda: tree.Frontier().extend(hashes).root()),
        "leaves/s",
    )
    frontiers = [tree.Frontier()]

    def singly() -> None:
        for value in hashes[: count // 10]:
            frontiers[0] = frontiers[0].extend((value,))

    line("tree: one leaf at a time", count / 10 / timed(singly), "leaves/s")
    peer, few = InmemoryTree(algorithm="sha256"), count // 50
    line(
        "tree: pymerkle, one leaf at a time (peer)",
        few / timed(lambda: [peer.append_entry(b"%d" % at) for at in range(few)]),
        "leaves/s",
    )
    ours = tree.Frontier().extend(tree.leaf_hash(b"%d" % at) for at in range(few))
    assert ours.root() == peer.get_root(few), "pymerkle and we disagree on the root"
    print(f"{'tree: root equal to that of pymerkle':<58}{'yes':>14}")


def make_fact() -> Callable[[int], object]:
    from kechuang.kernel.fact import Fact, Posting, authority, fact_type, parties, personal, public

    @fact_type("benchmark.voucher.redeemed")
    @dataclass(frozen=True, slots=True, kw_only=True)
    class VoucherRedeemed(Fact):
        """A voucher was redeemed (benchmark)."""

        number: str = public()
        place: str = public()
        amount: str = public()
        firm: str = parties()
        provider: str = parties()
        postings: tuple[Posting, ...] = parties()
        note: str = authority()

    @fact_type("benchmark.contact.named")
    @dataclass(frozen=True, slots=True, kw_only=True)
    class ContactNamed(Fact):
        """A contact was named (benchmark)."""

        number: str = public()
        name: str = personal()

    def fact(at: int) -> Fact:
        if at % 10 == 0:
            return ContactNamed(number=f"HZ-2026-{at:07d}", name="演示联系人")
        postings = (Posting("330106/voucher/committed", -1_200_000), Posting("330106/voucher/paid", 1_200_000))
        return VoucherRedeemed(
            number=f"HZ-2026-{at:07d}",
            place="330106",
            amount="12000.00",
            firm=f"330100-kj/body/{at:032x}",
            provider=f"330100-kj/body/{at + 1:032x}",
            postings=postings,
            note="核对无误",
        )

    return fact


def bench_append(count: int, fact: Callable[[int], object]) -> None:
    from django.db import transaction

    from kechuang.ledger.append import Record, append
    from kechuang.ledger.logs import open_log

    open_log(LOG)

    def send(start: int, size: int) -> None:
        with transaction.atomic():
            records = [
                Record(fact=fact(at), case=f"{LOG}/case/{at // 6:032x}", act=f"{at:032x}", on=ON, basis=BASIS)
                for at in range(start, start + size)
            ]
            append(LOG, records, recorded_at=AT)

    def run(start: int, total: int, size: int) -> float:
        return total / timed(lambda: [send(at, size) for at in range(start, start + total, size)])

    few = min(1000, count // 10)
    line("append: one entry a transaction", run(0, few, 1), "entries/s")
    total = (count - few) // 500 * 500
    line("append: 500 entries a transaction", run(few, total, 500), "entries/s", f"of {count:,}")
    rest = count - few - total
    if rest:
        run(few + total, rest, rest)


def bench_verify(count: int) -> None:
    from kechuang.ledger import sign
    from kechuang.ledger.verify import verify

    sign.checkpoint(LOG, made_at=AT)
    for processes in (1, 2):
        start = time.perf_counter()
        report = verify(logs=[LOG], processes=processes)
        spent = time.perf_counter() - start
        assert report.ok, report.findings
        line(
            f"verify: the whole log, {processes} process{'es' * (processes > 1)}",
            count / spent,
            "entries/s",
            f"{spent:.1f} s",
        )


def bench_proofs(count: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kechuang.ledger import proof, prove, read, sign
    from kechuang.ledger.checkpoint import Verifier

    key = Verifier.parse(sign.current_key(LOG).verifier)
    entries = [read.entries(LOG, after, 1)[0] for after in range(0, count - 1, max(1, count // 200))]
    bundles = [prove.prove(entry, {"public"}) for entry in entries]
    made = [timed(lambda entry=entry: prove.prove(entry, {"public"})) for entry in entries]
    checked = [timed(lambda bundle=bundle: proof.check(bundle, key)) for bundle in bundles]
    assert all(proof.check(bundle, key).verdict is proof.Verdict.AUTHENTIC for bundle in bundles)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        prove.prove(entries[len(entries) // 2], {"public"})
    line(
        "proof: made, median",
        statistics.median(made) * 1e6,
        "µs",
        f"p95 {sorted(made)[len(made) * 95 // 100] * 1e6:,.0f} µs",
    )
    line("proof: checked with a key, median", statistics.median(checked) * 1e6, "µs")
    line("proof: queries", len(queries), "")
    line("proof: path length", len(bundles[0]["path"]), "hashes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    count = parser.parse_args().entries
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")
    with tempfile.TemporaryDirectory(prefix="kechuang-bench-") as home:
        os.environ["KECHUANG_HOME"] = home
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        postgres = connection.vendor == "postgresql"
        if postgres:
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
        else:
            call_command("migrate", verbosity=0)
        print(f"{connection.display_name}, {count:,} entries, {os.cpu_count()} processors")
        bench_tree(min(count, 1_000_000))
        bench_append(count, make_fact())
        bench_verify(count)
        bench_proofs(count)
        line("memory: greatest resident set", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB")
        if postgres:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
