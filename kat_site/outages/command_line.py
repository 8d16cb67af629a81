"""Runs a command of manage.py, and ends it with a sentence instead of a traceback when something is down."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from kat_site.outages.errors import explanation
from kat_site.which_database import announce


def run(arguments: list[str]) -> None:
    try:
        announce(arguments)
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except Exception as error:
        if "--traceback" in arguments or not (sentence := explanation(error)):
            raise
        sys.exit(sentence)
