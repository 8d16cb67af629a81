"""Says which database a command writes to, and refuses one that the site does not use."""

import os
import re
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# The settings of the service in docs/systemd/. A command without them would use another database.
SERVICE = Path("/etc/kat-site.env")
DECIDE = ("DATABASE_URL", "VAR_DIR")
HOW = "Run it as the site does: kat-site manage {command} (docs/deploy.md)."

# They start a site, get a database ready or run anything at all, also beside the service.
WITH_ANY_DATABASE = frozenset({"dbshell", "demo", "migrate", "prepare", "restore", "runserver", "serve", "shell"})
WRITE = WITH_ANY_DATABASE | {
    # ours
    *("accept_keys", "backup", "make_staff_account", "publish_due", "purge", "return_to_queue", "rotate_data_key"),
    *("send_notices", "send_reminders", "verify_access_log", "verify_submissions"),
    # Django's
    *("changepassword", "clearsessions", "createcachetable", "createsuperuser", "flush", "loaddata"),
    "remove_stale_contenttypes",
}
# They read the database, or none.
READ = frozenset(
    {"assess", "check_content", "check_sources", "export_site", "prove_rules", "rules_impact", "show_rules"}
)


def announce(arguments: list[str]) -> None:
    """Print the database of a command that writes. Raises ImproperlyConfigured when the site does not use it."""
    command = next((word for word in arguments[1:] if not word.startswith("-")), "")
    if command not in WRITE or {"-h", "--help"} & set(arguments):
        return
    if command not in WITH_ANY_DATABASE:
        _refuse_another_than_the_service(command)
        _refuse_to_make_one(command)
    if not re.search(r" (-v ?|--verbosity[ =])0\b", " ".join(arguments)):
        print(f"Database: {description()}", file=sys.stderr)


def description() -> str:
    """The kind and the place of the database, without a password."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "vault.sqlite3":
        return f"SQLite, {database['NAME']}"
    place = f"{database['HOST'] or 'the local socket'}{':' if database['PORT'] else ''}{database['PORT']}"
    return f"PostgreSQL, {database['NAME']} at {place}"


def _refuse_another_than_the_service(command: str) -> None:
    # whoever names another file, or none, means it
    if settings.DEMO or "ENV_FILE" in os.environ or not SERVICE.exists():
        return
    try:
        text = SERVICE.read_text(encoding="utf-8")
    except PermissionError as error:
        raise ImproperlyConfigured(f"This account may not read {SERVICE}. {HOW.format(command=command)}") from error
    values = dict(re.findall(r"^[ \t]*(?:export )?(\w+)=(.*)$", text, re.MULTILINE))
    if any(values.get(name, "").strip().strip("\"'") != os.environ.get(name, "") for name in DECIDE):
        raise ImproperlyConfigured(
            f"The site on this machine has the settings in {SERVICE}, and this command has others: it would use "
            f"{description()}. Nothing was changed. {HOW.format(command=command)}"
        )


def _refuse_to_make_one(command: str) -> None:
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "vault.sqlite3" and not _exists(Path(database["NAME"])):
        raise ImproperlyConfigured(
            f"There is no database at {database['NAME']}. The site makes it at its first start: make run, or "
            f"manage.py serve. If the site runs with other settings, run this command with them. "
            f"{HOW.format(command=command)}"
        )


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    # its folder belongs to another account, which the first query reports
    except PermissionError:
        return True
