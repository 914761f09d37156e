"""Pictures of the main pages for people who look at them before a release: 1440 and 390 pixels wide, and as printed.

``make screenshots`` tells the demonstration's story into ``.kechuang/screenshots`` once (some minutes), serves it on a
free port of this machine and writes PNG files to ``screenshots/``. ``--only WORD`` takes the pages whose name holds it,
``--again`` tells the story anew.
"""

import argparse
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "screenshots"
HOME = ROOT / ".kechuang" / "screenshots"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (1440, 390)
SECONDS_TO_START, SECONDS_TO_END = 60, 20


@dataclass(frozen=True)
class Shot:
    """A page by name: the role that looks (its Chinese word), and where; ``row`` opens the first row of a list."""

    name: str
    role: str
    path: str
    row: bool = False


SHOTS = (
    Shot("01-front", "", "/"),
    Shot("02-day-of-a-checker", "市级审核员", "/"),
    Shot("03-inbox", "市级审核员", "/inbox/"),
    Shot("04-case", "市级审核员", "/inbox/all/", row=True),
    Shot("05-orders", "市级审核员", "/vouchers/orders/"),
    Shot("06-what-may-i-have", "企业经办人", "/vouchers/mine/"),
    Shot("07-order-form", "企业经办人", "/vouchers/orders/reserve/"),
    Shot("08-own-orders", "企业经办人", "/vouchers/orders/"),
    Shot("09-vouchers", "", "/vouchers/"),
    Shot("10-providers", "", "/vouchers/providers/"),
    Shot("11-notices", "", "/vouchers/notices/"),
    Shot("12-payment-batches", "财务人员", "/vouchers/batches/"),
    Shot("13-settlement", "财务人员", "/settlement/"),
    Shot("14-flows", "", "/settlement/flows/"),
    Shot("15-rules", "", "/rules/?place=330106"),
    Shot("16-rule", "", "/rules/key/voucher.order.max_share/"),
    Shot("17-public-record", "", "/facts/"),
    Shot("18-fact", "", "/facts/", row=True),
    Shot("19-systems", "", "/systems/"),
    Shot("20-promise", "", "/promises/zj-voucher-everywhere/"),
    Shot("21-indicator", "", "/indicators/voucher.paid_yuan/"),
    Shot("22-import", "规划人员", "/policy/import/"),
    Shot("23-board", "市级审核员", "/inbox/office/board/"),
    Shot("24-formal-notices", "市级审核员", "/notices/"),
    Shot("25-calendar", "市级审核员", "/calendar/"),
    Shot("26-posts", "市级审核员", "/office/posts/"),
    Shot("27-own-ledger-in", "市级审核员", "/imports/"),
    Shot("28-matters", "市级审核员", "/matters/"),
    Shot("29-account", "市级审核员", "/account/"),
    Shot("30-parts-of-daily-work", "", "/style/office/"),
)


def command(*words: str) -> list[str]:
    """Call the ``kechuang`` command by its function, as the installed script does."""
    return [sys.executable, "-c", "import sys; from kechuang.config.cli import main; sys.exit(main())", *words]


def environment() -> dict[str, str]:
    """Give the environment of the node that is shown."""
    return {**os.environ, "KECHUANG_HOME": str(HOME), "KECHUANG_DEMO": "1"}


def build(*, again: bool) -> None:
    """Tell the story, unless a node stands there already."""
    if again or not (HOME / "node.sqlite3").exists():
        told = command("demo", "--check", *(["--again"] if again else []))
        subprocess.run(told, check=True, env=environment(), cwd=ROOT)  # noqa: S603 - our own command


@contextmanager
def served() -> Iterator[str]:
    """Serve the node on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = command("demo", "--port", str(port))
    server = subprocess.Popen(serve, env=environment(), cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            server.kill()
            raise


def _wait(address: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The node did not answer within a minute.")


def entered(browser: Browser, address: str, role: str, width: int) -> BrowserContext:
    """Give a browser in which the first person of a role is signed in, by the demonstration's own button."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    if role:
        page = context.new_page()
        page.goto(f"{address}/sign-in/")
        with page.expect_navigation():
            page.locator(f'section:has(> h3:text-is("{role}")) button').first.click()
        page.close()
    return context


def take(page: Page, shot: Shot, address: str) -> None:
    """Open a shot's page. Raises ValueError where it does not stand."""
    answer = page.goto(f"{address}{shot.path}")
    if shot.row:
        answer = page.goto(f"{address}{page.locator('a.row-link').first.get_attribute('href')}")
    if answer is None or answer.status != 200:
        raise ValueError(f"{page.url} answers {answer.status if answer else 'nothing'}")


def printed(page: Page, shot: Shot) -> None:
    """Draw the first two sheets of the page as it would be printed."""
    with pypdfium2.PdfDocument(page.pdf(format="A4", print_background=False)) as book:
        for number in range(min(2, len(book))):
            sheet = book[number].render(scale=1.5, rev_byteorder=True)
            rows = bytes(sheet.buffer)
            (OUT / f"{shot.name}-print-{number + 1}.png").write_bytes(
                png(rows, sheet.width, sheet.height, sheet.stride)
            )


def png(rows: bytes, width: int, height: int, stride: int) -> bytes:
    """Write rows of red, green and blue as a PNG file (ISO/IEC 15948), so that no imaging library is needed."""
    lines = b"".join(b"\0" + rows[at * stride : at * stride + 3 * width] for at in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def main() -> int:
    """Build, serve, take the pictures; 1 where a page could not be taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="take only the pages whose name holds this")
    parser.add_argument("--again", action="store_true", help="tell the story anew")
    options = parser.parse_args()
    chromium = os.environ.get("KECHUANG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("There is no Chromium on the path: install it, or name it in KECHUANG_CHROMIUM.")
    OUT.mkdir(exist_ok=True)
    build(again=options.again)
    failed = []
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for shot in (each for each in SHOTS if options.only in each.name):
            for width in WIDTHS:
                context = entered(browser, address, shot.role, width)
                page = context.new_page()
                try:
                    take(page, shot, address)
                    page.screenshot(path=OUT / f"{shot.name}-{width}.png", full_page=True)
                    if width == WIDTHS[0]:
                        printed(page, shot)
                except Exception as error:  # noqa: BLE001 - the other pages are still wanted; the end names this one
                    failed.append(f"{shot.name}: {error}")
                context.close()
        browser.close()
    for line in failed:
        print(line, file=sys.stderr)  # noqa: T201 - a command's answer
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
