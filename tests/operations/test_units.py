"""The systemd examples run commands that exist, with arguments that they accept."""

import configparser
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "docs" / "systemd"
GUIDE = (ROOT / "docs" / "upkeep.md").read_text()
TIMED = {"purge", "backup", "publish_due", "send_notices", "send_reminders", "verify_access_log", "verify_submissions"}


def unit(name):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string((UNITS / name).read_text())
    return parser


def command_of(service):
    """The arguments of `manage.py` in a service."""
    name, _, instance = service.removesuffix(".service").partition("@")
    file = f"{name}@.service" if instance else service
    return unit(file)["Service"]["ExecStart"].partition("manage.py ")[2].replace("%i", instance).split()


SERVICES = ["kat-site.service", "kat-site-second.service", "kat-site-backup.service"]
TIMERS = sorted(path.name for path in UNITS.glob("*.timer"))


@pytest.mark.parametrize("service", [*SERVICES, *(unit(timer)["Timer"]["Unit"] for timer in TIMERS)])
def test_a_service_runs_a_command_that_accepts_its_arguments(service):
    name, *arguments = command_of(service)
    command = load_command_class(get_commands()[name], name)
    assert command.create_parser("manage.py", name).parse_args(arguments)


def test_every_command_that_runs_regularly_has_a_timer():
    assert {command_of(unit(timer)["Timer"]["Unit"])[0] for timer in TIMERS} == TIMED


def test_the_guide_enables_every_timer_and_describes_every_command():
    assert set(re.findall(r"kat-site[\w-]*\.(?:timer|service)", GUIDE)) == {"kat-site.service", *TIMERS}
    described = set(re.findall(r"^\| `manage\.py (\w+)", GUIDE, re.M))
    assert described == TIMED | {"check_content", "prepare", "rotate_data_key"}


@pytest.mark.parametrize("service", sorted(path.name for path in UNITS.glob("*.service")))
def test_a_service_runs_as_an_account_with_few_writable_folders(service):
    section = unit(service)["Service"]
    assert (section["User"], section["UMask"], section["ProtectSystem"]) == ("kat-site", "0077", "strict")
    assert "/var/lib/kat-site" in section["ReadWritePaths"].split()


@pytest.mark.parametrize("service", sorted(path.name for path in UNITS.glob("*.service")))
def test_a_service_is_started_again_without_limit_and_after_a_pause(service):
    sections = unit(service)
    assert sections["Unit"]["StartLimitIntervalSec"] == "0"
    restarts = (sections["Service"]["Restart"], sections["Service"]["RestartSec"])
    assert restarts == (("on-failure", "10min") if "Type" in sections["Service"] else ("always", "5"))
