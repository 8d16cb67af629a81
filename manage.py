#!/usr/bin/env python
"""Django's command line for this project: `.venv/bin/python manage.py help`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kat_site.settings")
    try:
        from kat_site.outages.command_line import run
    except ImportError:
        sys.exit("Django is not installed here. Run `make install`, then use .venv/bin/python manage.py ...")
    run(sys.argv)
