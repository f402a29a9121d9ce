"""nginx and Caddy of this machine, run with the examples of docs/proxies, in a folder of their own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection

from tests.mail.server import certificate
from tools.trial.running import HOME, free_port, until

SITE = "kring.example"
KEPT = "60s"
"""How long the examples keep a silent line to Kring."""
LARGEST = 20_000_000
"""Bytes of a form that the examples let through; of what is larger they say so themselves."""
WHERE = {"nginx": Path("/usr/sbin/nginx"), "caddy": Path("/usr/bin/caddy")}
EXAMPLES = {"nginx": HOME / "docs/proxies/nginx.conf", "caddy": HOME / "docs/proxies/Caddyfile"}


@dataclass(frozen=True)
class Proxy:
    """One that runs. Its ports of this machine, and the folder of its logs."""

    secure: int
    plain: int
    folder: Path

    def logged(self) -> str:
        """All that it wrote down."""
        return "".join(one.read_text(encoding="utf-8") for one in sorted(self.folder.glob("*.log")))


def put(text: str, *changes: tuple[str, str]) -> str:
    """The example with these words changed; each must be there."""
    for former, now in changes:
        if former not in text:
            raise ValueError(f"the example has no {former!r}")
        text = text.replace(former, now)
    return text


@contextmanager
def running(name: str, folder: Path, kring: int, *, kept: str = KEPT) -> Iterator[Proxy]:
    """This proxy in front of Kring's port, as its example says. `kept`: how long it keeps a silent line."""
    folder.mkdir()
    proxy = Proxy(free_port(), free_port(), folder)
    pem = certificate(folder, name=SITE)
    command = {"nginx": _nginx, "caddy": _caddy}[name](proxy, pem, kring, kept)
    environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "stderr.log").open("wb") as log:
        run = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        until(lambda: _listens(proxy.secure), what=name, seconds=20)
        yield proxy
    finally:
        run.terminate()
        run.wait(20)


def _listens(port: int) -> bool:
    with suppress(OSError), create_connection(("127.0.0.1", port), timeout=2):
        return True
    return False


def _nginx(proxy: Proxy, pem: Path, kring: int, kept: str) -> list[str]:
    site = put(
        EXAMPLES["nginx"].read_text(encoding="utf-8"),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{proxy.plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{proxy.secure} "),
        (f"/etc/letsencrypt/live/{SITE}/fullchain.pem", str(pem)),
        (f"/etc/letsencrypt/live/{SITE}/privkey.pem", str(pem)),
        ("/var/log/nginx", str(proxy.folder)),
        ("127.0.0.1:8000", f"127.0.0.1:{kring}"),
        (f"keepalive_timeout {KEPT}", f"keepalive_timeout {kept}"),
    )
    (proxy.folder / "site.conf").write_text(site, encoding="utf-8")
    places = "".join(
        f"{what}_temp_path {proxy.folder}/{what};\n" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"daemon off;\npid {proxy.folder}/pid;\nworker_processes 1;\nevents {{ worker_connections 512; }}\n"
        f"http {{\n{places}include {proxy.folder}/site.conf;\n}}\n"
    )
    (proxy.folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return [str(WHERE["nginx"]), "-e", "stderr", "-c", str(proxy.folder / "nginx.conf")]


def _caddy(proxy: Proxy, pem: Path, kring: int, kept: str) -> list[str]:
    site = put(
        EXAMPLES["caddy"].read_text(encoding="utf-8"),
        ("\n{\n\t#", f"\n{{\n\tadmin off\n\thttp_port {proxy.plain}\n\t#"),
        (f"\n{SITE} {{\n", f"\nhttps://{SITE}:{proxy.secure} {{\n\tbind 127.0.0.1\n\ttls {pem} {pem}\n"),
        ("127.0.0.1:8000", f"127.0.0.1:{kring}"),
        (f"keepalive {KEPT}", f"keepalive {kept}"),
    )
    (proxy.folder / "Caddyfile").write_text(site, encoding="utf-8")
    return [str(WHERE["caddy"]), "run", "--config", str(proxy.folder / "Caddyfile"), "--adapter", "caddyfile"]
