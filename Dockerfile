# The site in a container: an account without rights, and a root file system that nothing writes to.
# docs/deploy.md says how to use it, and which of these steps were tried without a container engine.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/kat-site
COPY requirements.txt .
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --no-input --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
# pg_dump and pg_restore, for backups. They must not be older than the server.
RUN apt-get update && apt-get install --no-install-recommends --yes postgresql-client && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 kat-site && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin kat-site
WORKDIR /srv/kat-site
COPY --from=build /srv/kat-site/.venv .venv
COPY . .
RUN .venv/bin/python -m compileall -q bases consultations demo kat_site operations pages receipts screening staff vault \
    && install -d -o kat-site -g kat-site -m 0700 /var/lib/kat-site /var/backups/kat-site \
    && chown -R kat-site:kat-site content
ENV PATH=/srv/kat-site/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ENV_FILE= \
    VAR_DIR=/var/lib/kat-site \
    BEHIND_PROXY=1
USER kat-site
VOLUME ["/var/lib/kat-site", "/var/backups/kat-site", "/srv/kat-site/content"]
EXPOSE 8000
# A page that needs no database: a container that cannot store anything still helps people in a crisis.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "docs/deploy/probe.py"]
STOPSIGNAL SIGTERM
# Static files are collected at each start, because the volume may have those of an older version. Only a proxy reaches
# the port of a container, and LISTEN_TO_OTHERS=1, which compose.yaml sets, says so.
CMD ["sh", "-c", "python manage.py collectstatic --no-input --verbosity 0; exec python manage.py serve --host 0.0.0.0"]
