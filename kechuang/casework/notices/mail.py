"""E-mail through the server that the environment names; the message says that a notice waits, and nothing else."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from django.conf import settings

SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over: ``smtp`` asks for STARTTLS, ``smtps`` begins encrypted, ``smtp+plain`` is neither."""

    host: str
    port: int
    scheme: str
    user: str = ""
    password: str = ""


def server(url: str) -> Server | None:
    """Read ``smtp://user:password@host:587``; None where nothing is set. Raises ValueError for another scheme."""
    if not url:
        return None
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError("KECHUANG_SMTP is smtp://, smtps:// or smtp+plain:// with a host")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, parts.port or ports[parts.scheme], parts.scheme, user, password)


def configured() -> bool:
    """Say whether this node sends mail: it knows a server and its own address, and is no demonstration."""
    return bool(settings.KECHUANG_SMTP and settings.KECHUANG_URL) and not settings.KECHUANG_DEMO


def message(*, to: str, subject: str, text: str, identifier: str) -> EmailMessage:
    """Make a plain text message. The same ``identifier`` gives the same Message-ID, so that a repeat is seen as one."""
    made = EmailMessage()
    made["From"] = settings.KECHUANG_MAIL_FROM
    made["To"] = to
    made["Subject"] = subject
    made["Message-ID"] = f"<{identifier}@{urlsplit(settings.KECHUANG_URL).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    return made


def hand_over(made: EmailMessage) -> str:
    """Hand a message to the server. Raises OSError or smtplib.SMTPException where it is not taken."""
    where = server(settings.KECHUANG_SMTP)
    if where is None:
        raise OSError("no mail server is configured")
    context = ssl.create_default_context()
    if where.scheme == "smtps":
        opened: smtplib.SMTP = smtplib.SMTP_SSL(where.host, where.port, timeout=SECONDS, context=context)
    else:
        opened = smtplib.SMTP(where.host, where.port, timeout=SECONDS)
    with opened as talk:
        if where.scheme == "smtp":
            talk.starttls(context=context)
        if where.user:
            talk.login(where.user, where.password)
        talk.send_message(made)
    return "250"
