"""./run without a word: everything up, one ready line, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from local import environment, keyring, sink
from local.bootstrap import LOCAL, ROOT, Refusal
from local.children import Children, Part, tied_to_parent
from local.console import say, step
from local.places import own_folder
from local.postgres import Cluster
from local.turn import Turn
from local.valkey import Broker

PAGES_WITHIN = 60.0  # seconds
SWEEP_EVERY = 60  # seconds
CELERY = (sys.executable, "-m", "celery", "--app", "dmst")
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
APPLICATION = ("web", "worker", "beat", "sweep")


def main() -> int:
    environment.require_local()
    turn = Turn(LOCAL)
    if not turn.take("./run"):
        raise Refusal(occupied(turn.owner()))
    number = environment.port()
    require_free(number)
    for name in ENDING_SIGNALS:
        signal.signal(name, interrupt)
    children = Children(LOCAL / "log")
    try:
        bring_up(children, turn, number)
        children.watch()
    except KeyboardInterrupt:
        say("\n  stopping ...")
    finally:
        for name in ENDING_SIGNALS:
            signal.signal(name, signal.SIG_IGN)
        children.stop(APPLICATION)
        children.close()
        turn.give_back()
    return 0


def interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def occupied(owner: Mapping[str, Any]) -> str:
    who = f"{owner['what']} (process {owner['pid']})"
    if address := owner["environment"].get("SITE_URL"):
        return f"It is already up: {who} at {address}/."
    return f"{who} is using the local database: wait until it has ended."


def loopback_addresses() -> list[tuple[int, str]]:
    """Browsers try ::1 first for localhost; where there is no IPv6, 127.0.0.1 alone."""
    found = [(socket.AF_INET, "127.0.0.1")]
    if socket.has_ipv6:
        with socket.socket(socket.AF_INET6) as probe:
            try:
                probe.bind(("::1", 0))
                found.append((socket.AF_INET6, "::1"))
            except OSError:
                pass
    return [(int(family), host) for family, host in found]


def require_free(port: int) -> None:
    for family, host in loopback_addresses():
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError:
                raise Refusal(f"Port {port} is for root alone: choose another with PORT=8001 ./run.") from None
            except OSError:
                raise Refusal(
                    f"Port {port} is taken by another program: choose another with PORT=8001 ./run."
                ) from None


def bring_up(children: Children, turn: Turn, port: int) -> None:
    started = time.monotonic()
    settings = start_stores(children, port)
    turn.announce(what="./run", environment={})
    accounts = prepared(settings, "--demo")
    with step("Web server and worker"):
        web = start_pages(children, settings, port)
        children.await_ready(web, lambda: answers(port), PAGES_WITHIN)
    start_periodic(children, settings)
    shared = {name: settings[name] for name in ("EMAIL_URL", "REDIS_URL", "SITE_URL")}
    turn.announce(what="./run", environment=shared)
    say(f"  up in {time.monotonic() - started:.1f} s; Ctrl-C ends it; logs and mail are in .local/\n")
    print(f"ready {settings['SITE_URL']}/\n\n{accounts}", flush=True)


def start_stores(children: Children, port: int) -> dict[str, str]:
    """The embedded parts that nobody brought along; returns the settings of every other process."""
    cluster, ours = None, {"SITE_URL": f"http://localhost:{port}"}
    if environment.needs_cluster():
        cluster = Cluster("postgres")
    keys = keyring.keys(database_exists=bool(cluster and cluster.exists))
    say("HART Screening & Referral, on this machine alone")
    if cluster:
        with step(f"PostgreSQL {cluster.programs.version}"):
            cluster.start(children)
    ours |= environment.databases(cluster)
    if not environment.given("REDIS_URL"):
        with step("Broker"):
            broker = Broker("broker")
            broker.start(children)
        ours["REDIS_URL"] = broker.address
    if not environment.given("EMAIL_URL"):
        with step("Mail sink"):
            ours["EMAIL_URL"] = start_sink(children)
    return environment.environment(keys, ours)


def start_sink(children: Children) -> str:
    listening = sink.listening()
    listening.set_inheritable(True)
    command = [sys.executable, "-m", "local.sink", str(own_folder(LOCAL / "mail")), str(listening.fileno())]
    children.start(Part("mail-sink", command, dict(os.environ), pass_fds=(listening.fileno(),)))
    port = listening.getsockname()[1]
    listening.detach()  # stays open here too: a sink that is started again answers on the same port
    return f"smtp://127.0.0.1:{port}"


def prepared(settings: Mapping[str, str], *words: str) -> str:
    """The databases migrated and filled; returns the table of demo accounts. It says itself what went wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "local.preparation", *words],
        cwd=ROOT,
        env=dict(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        preexec_fn=tied_to_parent(signal.SIGTERM),
    )
    if done.returncode:
        sys.exit(1)
    return done.stdout


def start_pages(children: Children, settings: Mapping[str, str], port: int) -> int:
    """Returns the web server's process; the worker needs no waiting for."""
    gunicorn = [sys.executable, "-m", "gunicorn", "--config=python:dmst.gunicorn", "--graceful-timeout=5"]
    gunicorn += [f"--bind={f'[{host}]' if ':' in host else host}:{port}" for _, host in loopback_addresses()]
    web = children.start(Part("web", gunicorn, settings))
    worker = ["worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    children.start(Part("worker", [*CELERY, *worker], settings))
    return web


def start_periodic(children: Children, settings: Mapping[str, str]) -> None:
    """Last: they load the application once more each, and nobody waits for them."""
    beat = ["beat", f"--schedule={own_folder(LOCAL / 'beat') / 'schedule'}", "--pidfile="]
    children.start(Part("beat", [*CELERY, *beat], settings))
    sweep = [sys.executable, "manage.py", "deliver_mail", "--forever", f"--every={SWEEP_EVERY}"]
    children.start(Part("sweep", sweep, settings))


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as page:
            return bool(page.status == 200)
    except urllib.error.HTTPError as error:
        return b'"mail": "unwell"' in error.read()  # mail that waits since the last time leaves by the sweep
    except OSError:
        return False
