# The application as it runs in staging and production: web server, worker, beat and mail sweep, one image.
ARG PYTHON=3.11-slim-bookworm

FROM python:${PYTHON} AS build
# psycopg2 is compiled against Debian's libpq, as its makers advise for production.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_NO_INPUT=1
COPY requirements/build.txt requirements/image.txt /requirements/
RUN python -m pip install --require-hashes --only-binary :all: --requirement /requirements/build.txt \
    && python -m pip install --require-hashes --only-binary :all: --no-binary psycopg2 --no-build-isolation --no-deps \
        --requirement /requirements/image.txt \
    && python -m pip uninstall --yes setuptools pip
WORKDIR /app
COPY . .
# Collected, named by their content and compressed here, once. The settings need values; these protect nothing.
RUN DMST_ENV=local SITE_URL=http://localhost ALLOWED_HOSTS=localhost SECRET_KEY=only-for-collecting \
    VAULT_KEYS=none:none INDEX_KEY=none DATABASE_URL=postgres://nobody@nowhere/nothing \
    KEYS_URL=postgres://nobody@nowhere/nothing REDIS_URL=redis://nowhere EMAIL_URL=smtp://localhost:1025 \
    MAIL_FROM=nobody@localhost STATIC_ROOT=/static \
    STATICFILES_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage \
    python manage.py collectstatic --no-input --verbosity 0
# Packages carry files that no Python of today compiles; those do not matter.
RUN python -m compileall -q -j 0 /venv/lib /app || true

FROM python:${PYTHON}
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin app
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=dmst.settings \
    STATIC_ROOT=/static \
    STATICFILES_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage
WORKDIR /app
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=4 CMD ["python", "docker/health.py", "web"]
CMD ["gunicorn", "--config", "python:dmst.gunicorn", "--bind", "0.0.0.0:8000"]
