"""Certificates of deals, warm: issuing, presenting and checking one, its PDF/A, on SQLite and PostgreSQL.

    python benchmarks/attestation.py [--count 40]

Each of the deals has its own notice, signature and registered contract. Issuing is the whole act: check list, number,
SD-JWT with its salts and signature, fact in the ledger, commit. Checking is what a stranger's page does: signature,
digests, state, versions. Prints the median and the 95th percentile in milliseconds and the machine's load; the aim is
150 ms for each but the PDF. The first five of each are left out. Set KECHUANG_TEST_POSTGRES to measure PostgreSQL too.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

HERE = Path(__file__).resolve()
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
WARM, AIM = 5, 150
CHOSEN = ("seller", "known_yuan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--inside", default="", help="measure in the node of KECHUANG_HOME; the database's name")
    given = parser.parse_args()
    if given.inside:
        measure(given.inside, given.count)
        return
    print(f"{'what':<34}{'database':<12}{'median ms':>10}{'p95 ms':>10}{'aim':>8}{'load':>8}")
    for kind, address in databases():
        with node(kind, address) as environment:
            command = [sys.executable, str(HERE), "--count", str(given.count), "--inside", kind]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)


def databases():
    yield "sqlite", ""
    server = os.environ.get("KECHUANG_TEST_POSTGRES", "")
    if server:
        yield "postgresql", server


@contextmanager
def node(kind: str, server: str):
    """Make a node with an empty database of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "KECHUANG_HOME": home, "DATABASE_URL": "", "KECHUANG_DEMO": ""}
        name = f"bench_attestation_{os.getpid()}"
        if kind == "postgresql":
            tell(server, f"CREATE DATABASE {name}")
            environment["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        command = [sys.executable, "-m", "kechuang", "init"]
        try:
            subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            yield environment
        finally:
            if kind == "postgresql":
                tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def tell(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def measure(kind: str, count: int) -> None:
    """Make deals, then time each thing that is done with their certificates."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kechuang.config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.urls import reverse

    from kechuang.mechanisms.market.attestation import papers, presenting, queries, verifying
    from tests.mechanisms.market.attestation.world import done, peopled

    settings.ALLOWED_HOSTS = ["*"]
    world = peopled()
    cases = ready(world, count + WARM)
    row("issue (whole act)", kind, [timed(lambda each=each: done(world.issue(each))) for each in cases])
    versions = [queries.latest(each) for each in cases]
    row("present two claims", kind, [timed(lambda v=v: presenting.present(v, CHOSEN)) for v in versions])
    texts = [presenting.present(version, CHOSEN) for version in versions]
    with world.at():
        row("check a token", kind, [timed(lambda t=t: held(verifying.by_token(t))) for t in texts])
        browser, url = world.client(), reverse("market_attestation:check")
        row("check page, number and code", kind, [timed(lambda v=v: asked(browser, url, v)) for v in versions])
        row("check page, token", kind, [timed(lambda t=t: pasted(browser, url, t)) for t in texts[:30]])
        rows = [world.row(each).case for each in cases[: WARM + 5]]
        row("certificate as PDF/A", kind, [timed(lambda c=c: papers.certificate_pdf(c, "")) for c in rows], aim="")


def ready(world, count: int) -> list:
    """Give attestations that are examined and wait to be issued, each of a deal of its own."""
    from kechuang.mechanisms.market.notice.rules import requests as asked
    from tests.mechanisms.market.attestation.world import done

    def sold(at: int):
        return (asked.Achievement(title=f"成果{at}（演示）"),)

    paths = [world.running(title=f"成果{at}（演示）", achievements=sold(at)) for at in range(count)]
    world.days_pass(16)
    found = []
    for at, path in enumerate(paths):
        done(world.sign(path, number=f"HT-{at}"))
        subject = f"转让第{at}项成果，含技术资料、样机图纸和培训 {at * 7919}"
        contract = world.registered(number=f"HT-{at}", title=f"第{at}项成果转让 {at * 104729}", subject=subject)
        found.append(world.checked(path, contract))
    return found


def timed(work) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def held(checked) -> None:
    assert checked.verdict == "holds", checked


def asked(browser, url: str, version) -> None:
    answer = browser.get(url, {"number": version.attestation.number, "code": version.digest[:16]})
    assert answer.status_code == 200, answer.status_code


def pasted(browser, url: str, text: str) -> None:
    answer = browser.post(url, {"token": text})
    assert answer.status_code == 200, answer.status_code


def row(words: str, kind: str, spent: list[float], aim: object = AIM) -> None:
    warm = sorted(spent[WARM:])
    p95 = warm[max(0, round(0.95 * len(warm)) - 1)]
    print(
        f"{words:<34}{kind:<12}{statistics.median(warm):>10.1f}{p95:>10.1f}{aim!s:>8}{os.getloadavg()[0]:>8.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
