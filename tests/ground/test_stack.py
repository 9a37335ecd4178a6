"""The production-like stack, as far as it can be tried without a container engine: each command of the Dockerfile and
of docker-compose.yml, run by hand on what the image would hold.
"""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from local import places, valkey
from local.bootstrap import ROOT
from local.children import Children
from local.envfile import filled
from local.postgres import READY_WITHIN, Cluster

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat", "sweep")
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """What .env says after ``python3 -m local.envfile``."""
    lines = filled((ROOT / ".env.example").read_text()).splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=.", line))


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the Dockerfile copies: the checkout without what .dockerignore names."""
    target = tmp_path_factory.mktemp("image") / "app"
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line.removeprefix("**/") for line in lines if line and line[0] not in "#!"]
    left_out = [name for name in os.listdir(ROOT) if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]
    shutil.copytree(ROOT, target, ignore=lambda folder, names: left_out if Path(folder) == ROOT else ["__pycache__"])
    return target


def substituted(value: str, settings: dict[str, str]) -> str:
    """As compose does it; what is required and absent fails here too."""

    def one(match: re.Match[str]) -> str:
        name, kind, default = match.groups()
        return settings[name] if kind != "-" else settings.get(name, default)

    return VARIABLE.sub(one, value)


def environment_of(service: str, settings: dict[str, str]) -> dict[str, str]:
    given = {name: substituted(value, settings) for name, value in SERVICES[service]["environment"].items()}
    return {**given, "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "dmst.settings"}


def ran(image: Path, words: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable if word == "python" else word for word in words]
    done = subprocess.run(command, cwd=image, env=environment, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout + done.stderr


def test_every_service_that_stays_up_says_whether_it_is_well() -> None:
    own = {name for name, service in SERVICES.items() if "test" in service.get("healthcheck", {})}
    assert "HEALTHCHECK" in DOCKERFILE  # the web server's, in the image that is its own
    assert own | {"web"} == set(SERVICES) - {"migrate"}


def test_the_stack_has_the_parts_that_were_asked_for() -> None:
    assert set(SERVICES) >= {"postgres", "redis", "catcher", *OURS}
    broker = " ".join(SERVICES["redis"]["command"])
    assert "--appendonly yes" in broker
    assert "--maxmemory-policy noeviction" in broker


def test_the_image_runs_as_nobody_in_particular_and_is_built_in_stages() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert len(re.findall(r"^FROM ", DOCKERFILE, re.MULTILINE)) == 2


@pytest.mark.parametrize("service", OURS)
def test_each_part_of_ours_is_staging_whose_mail_ends_in_the_catcher(service: str, settings: dict[str, str]) -> None:
    given = environment_of(service, settings)
    assert given["DMST_ENV"] == "staging"
    assert given["EMAIL_URL"] == f"smtp://{given['MAIL_CATCHER_HOST']}:1025"
    assert given["MAIL_CATCHER_HOST"] in SERVICES


def test_only_the_migrations_know_the_migrators_password(settings: dict[str, str]) -> None:
    knowing = {name for name in OURS if "MIGRATOR_URL" in SERVICES[name]["environment"]}
    assert knowing == {"migrate"}


def test_no_file_that_holds_a_secret_reaches_the_image(image: Path) -> None:
    assert {".env", ".local", ".git", ".venv", "tests", "local"}.isdisjoint(os.listdir(image))
    assert (image / "manage.py").exists()


@pytest.mark.slow
def test_the_image_collects_its_files_and_the_deployment_check_is_silent(
    image: Path, settings: dict[str, str], tmp_path: Path
) -> None:
    """The very settings and command of the Dockerfile's RUN, then the check with those of the stack."""
    build = re.search(r"^RUN (DMST_ENV=local .*?collectstatic.*?)$", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)
    assert build
    words = shlex.split(build.group(1))
    given = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    static = {"STATIC_ROOT": str(tmp_path / "static"), "STATICFILES_STORAGE": given["STATICFILES_STORAGE"]}
    ran(image, words[len(given) :], {**given, **static, "PATH": os.environ["PATH"]})

    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    assert named_by_templates() <= set(manifest)
    assert list((tmp_path / "static").rglob("*.css.gz"))
    ran(
        image,
        ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        environment_of("web", settings) | static,
    )


def named_by_templates() -> set[str]:
    texts = (path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    return {name for text in texts for name in re.findall(r"{% static ['\"]([^'\"]+)['\"] %}", text)}


# --- The database as the stack makes it ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL as its image has it at the first start: no role of ours, no database."""
    folder = tmp_path_factory.mktemp("stack") / ".local"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for module in (places, valkey):
            patch.setattr(module, "LOCAL", folder)
        patch.setattr(places, "ROOT", folder.parent)
        cluster, children = Cluster("postgres", durable=False), Children(folder / "log")
        try:
            cluster.make()
            children.await_ready(children.start(cluster.part()), cluster.answers, READY_WITHIN)
            yield cluster
        finally:
            children.close()
            shutil.rmtree(places.outside(), ignore_errors=True)


def initialise(cluster: Cluster, settings: dict[str, str]) -> None:
    """docker/roles.sh, as the image of PostgreSQL runs it."""
    script = (ROOT / "docker" / "roles.sh").read_text().replace("/docker/roles.sql", str(ROOT / "dmst" / "roles.sql"))
    given = {name: settings[name] for name in SERVICES["postgres"]["environment"] if name in settings}
    tools = f"{cluster.programs.folder}:{os.environ['PATH']}"
    environment = {**given, "PATH": tools, "PGHOST": str(cluster.socket), "POSTGRES_USER": "postgres"}
    done = subprocess.run(["sh"], input=script, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_first_start_makes_roles_with_passwords_and_both_databases_and_migrates_them(
    empty_cluster: Cluster, image: Path, settings: dict[str, str]
) -> None:
    initialise(empty_cluster, settings)
    with empty_cluster.administering() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_authid WHERE rolname ~ '^dmst_' AND rolpassword LIKE 'SCRAM-SHA-256%'")
        assert {name for (name,) in cursor.fetchall()} == {"dmst_migrator", "dmst_app", "dmst_backup"}

    addresses = {
        "DATABASE_URL": empty_cluster.address("dmst", "dmst_app"),
        "KEYS_URL": empty_cluster.address("dmst_keys", "dmst_app"),
        "MIGRATOR_URL": empty_cluster.address("dmst", "dmst_migrator"),
        "MIGRATOR_KEYS_URL": empty_cluster.address("dmst_keys", "dmst_migrator"),
    }
    shell, option, line = SERVICES["migrate"]["command"]
    given = environment_of("migrate", settings) | addresses
    ran(image, [shell, option, line.replace("python ", f"{sys.executable} ")], given)

    with psycopg2.connect(addresses["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_office")
        assert cursor.fetchone()[0] > 0
    with psycopg2.connect(addresses["KEYS_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_datakey")
        assert cursor.fetchone() == (0,)


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not installed")
def test_docker_compose_reads_the_file(settings: dict[str, str]) -> None:
    command = ["docker-compose", "--file", "docker-compose.yml", "config", "--quiet"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
