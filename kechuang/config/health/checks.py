"""What ``kechuang doctor`` and the health page look at: each check says how it stands, and what to do where it is bad.

Words stand in the catalogues under ``doctor.<name>`` (what is looked at) and ``doctor.<name>.<state>`` (how it stands,
with values in ``%(name)s``), and ``doctor.<name>.remedy``.
"""

import json
import logging
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Exists, OuterRef

from kechuang.casework.files import previews
from kechuang.casework.models import DueMove
from kechuang.config.backup import bringing_back, database
from kechuang.config.health import ledger
from kechuang.config.home import PULSE
from kechuang.kernel.calendars import load_calendars
from kechuang.ledger import keys, triggers
from kechuang.ledger.models import Checkpoint, Log
from kechuang.rulebook import load as rulebook
from kechuang.web import clock
from kechuang.web.accounts.models import Grant

OK, WARN, BAD = "ok", "warn", "bad"
LOG = logging.getLogger(__name__)
LEAST_BYTES = 2 << 30
LEAST_SHARE = 10
MOST_SKEW_SECONDS = 5
MOST_BACKUP_HOURS = 26
MOST_SWEEP_MINUTES = 30
MOST_UNSEALED_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Result:
    """How one thing stands. ``values`` are what its sentence quotes; none of them names a person.

    ``wording`` names a sentence of its own, where that of the state would say nothing.
    """

    name: str
    state: str
    values: Mapping[str, object] = field(default_factory=dict)
    wording: str = ""


type Check = Callable[[], Result]


def _database() -> Result:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            said = str(cursor.fetchone()[0])
            return Result("database", OK if said == "ok" else BAD, {"said": f"SQLite: {said}"})
        cursor.execute("SHOW server_version")
        said = str(cursor.fetchone()[0])
    return Result("database", OK if int(said.split(".", 1)[0]) >= 15 else BAD, {"said": f"PostgreSQL {said}"})


def _migrations() -> Result:
    applied = database.applied()
    beyond, pending = bringing_back.beyond(applied), bringing_back.pending(applied)
    state = BAD if beyond or pending else OK
    return Result("migrations", state, {"count": len(pending), "beyond": len(beyond)})


def _triggers() -> Result:
    absent = triggers.missing()
    return Result("triggers", BAD if absent else OK, {"names": ", ".join(absent)})


def _heads() -> Result:
    wrong = ledger.heads_that_differ()
    return Result("heads", BAD if wrong else OK, {"names": ", ".join(wrong), "count": Log.objects.count()})


def _sealing() -> Result:
    """Each log with an entry is signed up to its head, or was within the last half hour."""
    late = []
    edge = clock.now() - timedelta(minutes=MOST_UNSEALED_MINUTES)
    for log in Log.objects.filter(size__gt=0):
        newest = Checkpoint.objects.filter(log=log.code).order_by("-size", "-pk").first()
        if newest is None or (newest.size < log.size and newest.made_at < edge):
            late.append(log.code)
    return Result("sealing", WARN if late else OK, {"names": ", ".join(late)})


def _disk() -> Result:
    usage = shutil.disk_usage(settings.KECHUANG_HOME)
    share = usage.free * 100 // max(usage.total, 1)
    values = {"free_gb": f"{usage.free / (1 << 30):.1f}", "share": share}
    low = usage.free < LEAST_BYTES
    return Result("disk", BAD if low else WARN if share < LEAST_SHARE else OK, values)


def _permissions() -> Result:
    home = Path(settings.KECHUANG_HOME)
    watched = [home, *home.glob("*.key"), *(home / "keys").glob("*"), home / "keys", home / "files", *_database_files()]
    # What lies in a folder that others cannot enter is closed to them whatever its own mode.
    opened = [path.name for path in watched if _mode(path) & 0o007] if _mode(home) & 0o077 else []
    loose = [path.name for path in watched if path.suffix in {".key", ".old"} and _mode(path) & 0o077]
    wrong = sorted({*opened, *loose})
    return Result("permissions", BAD if loose else WARN if wrong else OK, {"names": ", ".join(wrong)})


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0


def _database_files() -> Iterator[Path]:
    if connection.vendor == "sqlite":
        yield Path(str(connection.settings_dict["NAME"]))


def _secret() -> Result:
    short = len(settings.SECRET_KEY) < 32
    return Result("secret", BAD if short else OK, {"length": len(settings.SECRET_KEY)})


def _hosts() -> Result:
    loose = "*" in settings.ALLOWED_HOSTS
    local = set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}
    https = settings.SESSION_COOKIE_SECURE
    state = BAD if loose or settings.DEBUG else WARN if not local and not https else OK
    return Result("hosts", state, {"hosts": ", ".join(settings.ALLOWED_HOSTS), "https": "✓" if https else "—"})


def _fonts() -> Result:
    here = find_spec("pylopdf_fonts_zh_cn") is not None or bool(list(Path("/usr/share/fonts").rglob("*CJK*")))
    return Result("fonts", OK if here else WARN)


def _office() -> Result:
    return Result("office", OK if previews.office() else WARN, {"path": previews.office()})


def _clock() -> Result:
    """The machine's clock against the database server's; on SQLite there is only one clock."""
    if connection.vendor == "sqlite":
        return Result("clock", OK, {"seconds": 0})
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXTRACT(EPOCH FROM clock_timestamp())")
        there = float(cursor.fetchone()[0])
    seconds = round(abs(there - clock.real_now().timestamp()), 1)
    return Result("clock", BAD if seconds > MOST_SKEW_SECONDS else OK, {"seconds": seconds})


def _calendars() -> Result:
    """The working days of this year must be published; those of the next come out each autumn."""
    today = clock.today()
    loaded = load_calendars()
    found = (loaded.year(year) for year in (today.year, today.year + 1))
    known = {calendar.year for calendar in found if calendar is not None and calendar.published}
    state = BAD if today.year not in known else WARN if today.year + 1 not in known and today.month == 12 else OK
    return Result("calendars", state, {"years": ", ".join(map(str, sorted(known)))})


def _rules() -> Result:
    try:
        book = rulebook.current()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the rules is what is to be said
        return Result("rules", BAD, {"edition": "", "said": type(error).__name__})
    return Result("rules", OK, {"edition": str(book.edition)[:16], "said": ""})


def _keys() -> Result:
    bad = []
    for log in Log.objects.filter(size__gt=0).order_by("code"):
        try:
            if keys.read(log.code) is None:
                bad.append(log.code)
        except keys.KeyUnusableError:
            bad.append(log.code)
    return Result("keys", BAD if bad else OK, {"names": ", ".join(bad)})


def _backup() -> Result:
    path = Path(settings.KECHUANG_HOME) / "last-backup.json"
    if not path.exists():
        return Result("backup", WARN if settings.KECHUANG_DEMO else BAD, wording="never")
    note = json.loads(path.read_text())
    hours = _hours(note["at"])
    state = WARN if hours > MOST_BACKUP_HOURS or not note["sealed"] else OK
    return Result("backup", state, {"hours": f"{hours:.0f}", "sealed": "✓" if note["sealed"] else "—"})


def _hours(moment: str) -> float:
    return (clock.real_now() - datetime.fromisoformat(moment)).total_seconds() / 3600


def _sweep() -> Result:
    path = Path(settings.KECHUANG_HOME) / PULSE
    late = DueMove.objects.filter(done_at__isnull=True, on__lt=clock.today()).count()
    if not path.exists():
        return Result("sweep", WARN, {"minutes": "—", "late": late})
    minutes = _hours(json.loads(path.read_text())["at"]) * 60
    state = BAD if late and minutes > MOST_SWEEP_MINUTES else WARN if minutes > MOST_SWEEP_MINUTES else OK
    return Result("sweep", state, {"minutes": f"{minutes:.0f}", "late": late})


def _mail() -> Result:
    named = {name: str(getattr(settings, name, "")) for name in ("KECHUANG_SMTP", "KECHUANG_URL", "KECHUANG_MAIL_FROM")}
    missing = [name for name, value in named.items() if not value]
    return Result("mail", WARN if missing else OK, {"names": ", ".join(missing)})


def _second_factor() -> Result:
    """Whoever keeps the node or people should have a second factor."""
    if find_spec("allauth.mfa") is None or "allauth.mfa" not in settings.INSTALLED_APPS:
        return Result("second_factor", WARN, {"count": 0, "without": 0})
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - only where the app is installed

    today = clock.today()
    held = Grant.objects.filter(role__in=("node_keeper", "body_keeper"), valid_from__lte=today)
    held = held.exclude(valid_to__lte=today).filter(person__is_active=True)
    keepers = held.annotate(safe=Exists(Authenticator.objects.filter(user=OuterRef("person"))))
    count = keepers.values("person").distinct().count()
    without = keepers.filter(safe=False).values("person").distinct().count()
    return Result("second_factor", WARN if without else OK, {"count": count, "without": without})


def _debug() -> Result:
    open_ = settings.DEBUG or os.environ.get("KECHUANG_DEBUG") == "1"
    return Result("debug", BAD if open_ else OK)


CHECKS: tuple[Check, ...] = (
    _database,
    _migrations,
    _triggers,
    _heads,
    _sealing,
    _keys,
    _backup,
    _sweep,
    _disk,
    _permissions,
    _secret,
    _hosts,
    _debug,
    _clock,
    _calendars,
    _rules,
    _second_factor,
    _mail,
    _fonts,
    _office,
)
NAMES = tuple(check.__name__.removeprefix("_") for check in CHECKS)


def examine() -> list[Result]:
    """Carry out all checks; one that fails itself is bad and does not stop the others."""
    found = []
    for name, check in zip(NAMES, CHECKS, strict=True):
        try:
            found.append(check())
        except (DatabaseError, OSError, ValueError, KeyError) as error:
            LOG.warning("the check %s failed with %s", name, type(error).__name__)
            found.append(Result(name, BAD, {"said": type(error).__name__}))
    return found


def beat(_moment: datetime) -> int:
    """Write down that the round of chores was gone, for the checks and the metrics."""
    path = Path(settings.KECHUANG_HOME) / PULSE
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"at": clock.real_now().astimezone(UTC).isoformat(timespec="seconds")}))
    part.replace(path)
    return 0
