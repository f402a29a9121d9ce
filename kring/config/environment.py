"""Reads settings from the environment and refuses nonsense in one sentence."""

import os
from collections.abc import Iterable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}

FORM_MOST = 1_000_000
"""Bytes of a form. Django refuses a larger one by its announced length, and the web server never reads it."""
FORM_BEGINNING = 16_384
"""Of a larger one with a file in it so much is read: the fields that stand before the file."""

SQLITE_OPTIONS = {
    # IMMEDIATE and FULL were measured: without them writers fail with "database is locked", and a
    # power cut loses what was acknowledged. secure_delete overwrites what retention removes.
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;"
    ),
}


def refuse(sentence: str) -> NoReturn:
    """Stop the start with one sentence that says what to do."""
    raise ImproperlyConfigured(sentence)


def switch_from(name: str, *, default: bool) -> bool:
    """Read an on/off variable."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    refuse(f"{name} must be 1 or 0, not {raw!r}.")


def number_from(name: str, *, default: int, least: int = 0, most: int = 1_000_000) -> int:
    """Read a whole number between `least` and `most`."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    try:
        number = int(raw)
    except ValueError:
        refuse(f"{name} must be a whole number, not {raw!r}.")
    if not least <= number <= most:
        refuse(f"{name} must be between {least} and {most}, not {number}.")
    return number


def address_from(name: str, *, default: str) -> str:
    """Read the address of a site: http or https and a host, without a path; given back without a slash at the end."""
    raw = os.environ.get(name, default).strip().rstrip("/")
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment:
        refuse(f"{name} must be an address such as https://kring.school.nl, not {raw!r}.")
    return raw


def backup_place_from(name: str) -> str:
    """Read where copies stand: a folder by its whole path, or a bucket such as s3://school/kring; "" for nowhere."""
    raw = os.environ.get(name, "").strip().rstrip("/")
    if not raw:
        return ""
    parts = urlsplit(raw)
    if parts.scheme == "s3" and parts.netloc:
        return raw
    if parts.scheme not in ("", "file") or not parts.path.startswith("/") or parts.netloc:
        refuse(f"{name} must be the whole path of a folder, or a bucket such as s3://school/kring, not {raw!r}.")
    return parts.path


def words_from(name: str, *, default: Iterable[str]) -> list[str]:
    """Read a list of words separated by commas."""
    raw = os.environ.get(name)
    if raw is None:
        return list(default)
    return [word.strip() for word in raw.split(",") if word.strip()]


def port_from(name: str) -> tuple[str, int] | None:
    """Read where something listens, such as 127.0.0.1:9180; None where nothing does."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return None
    host, _, port = raw.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        refuse(f"{name} must be an address of this machine and a port, such as 127.0.0.1:9180, not {raw!r}.")
    return host.strip("[]"), int(port)


def read_key_file(name: str) -> str:
    """The text of the file that the variable names."""
    path = os.environ.get(name)
    if not path:
        refuse(f"Set {name.removesuffix('_FILE')} or {name}; `./dev run` makes the file by itself.")
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{name} names {path}, which cannot be read: {error}.")


FEW_ROWS = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
"""Every question reads few rows, by indexes: to have PostgreSQL compile one costs more than its answer, and so does a
second process for it. As it comes PostgreSQL takes a row out of its turn for four times as dear as the next one, which
was so of a disk that turns, and rather reads the table of all schools whole (decision 172)."""
KEPT_PLANS = {"server_side_binding": True, "prepare_threshold": 2}
"""How a question is carried out stays with the line on which it was asked more than twice: to think of it anew was half
of what PostgreSQL did for a page (decision 194)."""
LONGEST_QUESTION = "-c statement_timeout=30s"
"""For a page: before the web server gives it up (60 s), so that what was typed comes back in the page."""


def for_pages(database: dict[str, Any]) -> None:
    """Lets no question of a page last longer than `LONGEST_QUESTION`, on PostgreSQL; the worker, a copy or a migration
    may. Nothing where the address of the database has options of its own (`?options=`), nor behind a pooler."""
    if database["OPTIONS"].get("options") == FEW_ROWS:
        database["OPTIONS"]["options"] = f"{FEW_ROWS} {LONGEST_QUESTION}"


def database_from(name: str, *, data: Path) -> dict[str, Any]:
    """Django's database setting from an address such as postgres://user:password@host:5432/kring.

    Without an address: the SQLite file `kring.sqlite3` in the data folder.
    """
    address = os.environ.get(name, "")
    if not address:
        return {"ENGINE": "kring.config.sqlite3", "NAME": data / "kring.sqlite3", "OPTIONS": SQLITE_OPTIONS}
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {"ENGINE": "kring.config.sqlite3", "NAME": unquote(parts.path), "OPTIONS": SQLITE_OPTIONS}
    if parts.scheme not in {"postgres", "postgresql"}:
        refuse(f"{name} must begin with postgres:// or sqlite://, not {parts.scheme!r}.")
    if not parts.path.strip("/"):
        refuse(f"{name} names no database: postgres://user:password@host:5432/kring.")
    try:
        port = parts.port
    except ValueError as error:
        refuse(f"{name} has a port that is none: {error}.")
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    pooler = asked.pop("pooler", "")
    if pooler not in ("", "transaction"):
        refuse(f"{name} may say pooler=transaction, and no other pooler than that: {pooler!r}.")
    if pooler:  # it refuses them, or gives them to whoever comes next: there they stand with the pooler
        asked.pop("options", None)
    has_a_line = not pooler and "options" not in asked
    options: dict[str, Any] = ({"options": FEW_ROWS} | KEPT_PLANS if has_a_line else {}) | asked
    return {
        "ENGINE": "kring.config.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
        # A new connection for each request costs 5 to 30 ms, and one that keeps plans needs some minutes for them.
        "CONN_MAX_AGE": 3600,
        "CONN_HEALTH_CHECKS": True,
        # A cursor that stays with the server lives in one session; the next question may come to another.
        "DISABLE_SERVER_SIDE_CURSORS": bool(pooler),
    }


THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
MAIL_PORTS = {"smtp": 587, "smtp+starttls": 587, "smtps": 465}


def mail_server_from(name: str, *, keep_here: bool = False) -> dict[str, Any]:
    """Django's mail settings from an address such as smtp+starttls://user:password@mail.example:587.

    smtps:// is encrypted from the first byte; smtp+starttls:// and smtp:// ask the server to encrypt and send nothing
    when it does not. Only smtp:// to this machine itself goes unencrypted. The certificate is always verified.
    Without an address, or with `keep_here`, there is no server: what Django itself mails is printed to the terminal.
    """
    address = os.environ.get(name, "")
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    server = _mail_server(name, address)
    if keep_here:
        server["EMAIL_BACKEND"] = "django.core.mail.backends.console.EmailBackend"
    return server


def _mail_server(name: str, address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        refuse(f"{name} must look like smtp+starttls://user:password@mail.example:587 or smtps://…:465.")
    try:
        port = parts.port
    except ValueError as error:
        refuse(f"{name} has a port that is none: {error}.")
    if port == 0:
        refuse(f"{name} has a port that is none: 0.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        refuse(f"{name} has something behind the server's name; write a / ? or # in a password as %2F, %3F or %23.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        refuse(f"{name} needs both a user and a password, or neither of them.")
    if not (user + password).isprintable():
        refuse(f"{name} has a control character in user or password.")
    plain = parts.scheme == "smtp" and parts.hostname in THIS_MACHINE
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (25 if plain else MAIL_PORTS[parts.scheme]),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme != "smtps" and not plain,
        "EMAIL_TIMEOUT": 20,
    }


def mail_address_from(name: str, *, default: str) -> str:
    """Read the address that letters come from, with or without a name: kring@school.example."""
    raw = os.environ.get(name) or default
    address = parseaddr(raw)[1]
    local, _, domain = address.rpartition("@")
    if not raw.isprintable() or not raw.isascii() or not local or not domain or " " in address:
        refuse(f"{name} must be an e-mail address such as kring@school.example, not {raw!r}.")
    return raw
