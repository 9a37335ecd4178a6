"""The embedded PostgreSQL and broker: who may reach them, what a crash leaves, who starts and stops them."""

import os
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from local import places, postgres, stores, valkey
from local.bootstrap import Refusal
from local.children import Children, Part, ended
from local.places import Account, own_folder
from local.postgres import Cluster
from local.turn import Turn


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place of its own, in a path with a space, and its folder below /var/tmp."""
    folder = tmp_path_factory.mktemp("a place") / ".local"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for module in (places, valkey, stores):
            patch.setattr(module, "LOCAL", folder)
        patch.setattr(places, "ROOT", folder.parent)
        yield folder
        shutil.rmtree(places.outside())


@pytest.fixture(scope="module")
def children(local: Path) -> Iterator[Children]:
    found = Children(local / "log")
    yield found
    found.close()


@pytest.fixture(scope="module")
def cluster(local: Path, children: Children) -> Cluster:
    found = Cluster("postgres", durable=False)
    found.start(children)
    return found


def pid_of(children: Children, name: str) -> int:
    return next(pid for pid, part in children.parts.items() if part.name == name)


def test_the_application_owns_nothing_and_is_no_superuser(cluster: Cluster) -> None:
    with cluster.administering() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname ~ '^dmst_'")
        roles = {name: flags for name, *flags in cursor.fetchall()}
        cursor.execute("SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname ~ '^dmst'")
        owners = dict(cursor.fetchall())
    assert roles == {
        "dmst_owner": [False, False, False],
        "dmst_migrator": [False, True, True],
        "dmst_app": [False, False, True],
        "dmst_backup": [False, True, True],
    }
    assert owners == {"dmst": "dmst_owner", "dmst_keys": "dmst_owner"}


def test_the_cluster_is_reached_through_a_private_socket_alone(cluster: Cluster) -> None:
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    with cluster.administering() as connection, connection.cursor() as cursor:
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("",)


def test_a_killed_cluster_recovers_even_when_its_number_belongs_to_another_process(
    cluster: Cluster, children: Children
) -> None:
    with cluster.administering("dmst") as connection, connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS one")
    server = pid_of(children, "postgres")
    os.kill(server, signal.SIGKILL)
    while not ended(server):
        time.sleep(0.01)
    children.forget(server)
    left = cluster.data / "postmaster.pid"
    left.write_text(left.read_text().replace(str(server), str(os.getpid()), 1))
    cluster.start(children)
    with cluster.administering("dmst") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT one FROM kept")
        assert cursor.fetchone() == (1,)


def test_data_of_another_major_version_is_refused_in_one_sentence(cluster: Cluster) -> None:
    said = (cluster.data / "PG_VERSION").read_text()
    (cluster.data / "PG_VERSION").write_text("14\n")
    try:
        with pytest.raises(Refusal, match="was made by PostgreSQL 14"):
            cluster.require_same_version()
    finally:
        (cluster.data / "PG_VERSION").write_text(said)


def test_a_first_start_that_was_cut_short_is_begun_again(local: Path) -> None:
    own_folder(Cluster("cut-short/postgres", durable=True).home / "data.half").joinpath("PG_VERSION").touch()
    with stores.stores("cut-short", durable=True) as found:
        assert found.are_new
        assert found.cluster.answers()


def test_a_cluster_for_tests_that_cannot_start_is_made_anew(local: Path) -> None:
    broken = Cluster("broken/postgres", durable=False)
    folder = own_folder(broken.data, broken.account)
    (folder / "PG_VERSION").write_text(f"{broken.programs.version}\n")
    with stores.stores("broken", durable=False) as found:
        assert found.cluster.answers()


def is_free(folder: Path) -> bool:
    visitor = Turn(folder)
    taken = visitor.take("a visitor")
    visitor.give_back()
    return taken


def test_stores_start_for_the_first_and_stop_after_the_last_user(local: Path) -> None:
    with stores.stores("shared", durable=False) as first:
        assert first.broker.answers()
        assert not is_free(local / "shared")
    with pytest.raises(psycopg2.OperationalError), first.cluster.administering():
        pass
    assert not first.broker.answers()
    assert is_free(local / "shared")


def test_a_guest_is_told_how_to_reach_what_the_owner_started(local: Path) -> None:
    owner, guest = Turn(local), Turn(local)
    assert owner.take("./run")
    owner.announce(what="./run", environment={"EMAIL_URL": "smtp://127.0.0.1:2525"})
    assert not guest.take("another")
    assert guest.owner()["environment"] == {"EMAIL_URL": "smtp://127.0.0.1:2525"}
    owner.give_back()
    assert guest.take("another")
    guest.give_back()
    assert (local / "owner.json").read_text() == ""


def test_a_part_that_ends_time_after_time_is_given_up_with_the_end_of_its_log(local: Path, children: Children) -> None:
    (children.logs / "flaky.log").write_text("it says why\n")
    part = Part("flaky", ["false"], {})
    part.ends = [time.monotonic()] * 4
    with pytest.raises(Refusal, match="it says why"):
        children.bring_back(part, 1)


@pytest.mark.parametrize(("mode", "passable"), [(0o755, True), (0o711, True), (0o700, False), (0o750, False)])
def test_another_account_reaches_a_folder_only_through_open_parents(
    tmp_path: Path, mode: int, passable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "inner").mkdir(parents=True)
    home.chmod(mode)
    monkeypatch.setattr(Path, "parents", property(lambda self: [home] if self == home / "inner" else []))
    assert places.reachable(home / "inner", Account(65_534, 65_534)) is passable
    assert places.reachable(home / "inner", Account(os.geteuid(), os.getegid()))


def test_a_folder_that_somebody_else_prepared_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "ROOT", tmp_path)
    ours = places.outside()
    ours.rmdir()
    ours.symlink_to(tmp_path)
    try:
        with pytest.raises(Refusal, match="was not made by this program"):
            places.outside()
    finally:
        ours.unlink()


def test_a_socket_has_a_short_address_that_needs_no_quoting(local: Path) -> None:
    found = places.socket_folder("broker/socket")
    assert places.PLAIN_PATH.fullmatch(str(found))
    assert len(str(found)) < places.SOCKET_FOLDER_LENGTH


def test_an_installed_postgresql_is_used_where_none_was_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    newest = postgres.Binaries(Path("/usr/lib/postgresql/17/bin"), 17)
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "installed", lambda: [newest])
    assert postgres.binaries(Account(1, 1)) is newest
    monkeypatch.setattr(postgres, "installed", list)
    with pytest.raises(Refusal, match="install PostgreSQL 15 or newer"):
        postgres.binaries(Account(1, 1))
