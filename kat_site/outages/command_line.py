"""Runs a command of manage.py, and ends it with a sentence instead of a traceback when something is down."""

import gc
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from kat_site.outages.errors import explanation
from kat_site.which_database import announce

# Most of what a command makes stays until its end, so looking for garbage after each 700 objects finds next to none.
OBJECTS_BETWEEN_COLLECTIONS = 10_000


def run(arguments: list[str]) -> None:
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    try:
        announce(arguments)
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except Exception as error:
        if "--traceback" in arguments or not (sentence := explanation(error)):
            raise
        sys.exit(sentence)
    finally:
        # Python would visit each object several times before it ends, and the system takes back all memory at once
        gc.freeze()
