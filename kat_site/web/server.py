"""Runs the site with granian. This process loads it once, and the workers begin as copies of this process."""

import ctypes
import gc
import multiprocessing
from contextlib import suppress

from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from pages.catalogue.live import warm


def run(host: str, port: int, workers: int) -> None:
    """Serve until a signal stops it. Raises SystemExit when a worker fails again and again."""
    # another start method would import and load everything again in each worker
    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "kat_site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        log_level=LogLevels.error,
        # paths contain attempts
        log_access=False,
        respawn_failed_workers=True,
        # granian sometimes hangs on a stop right after its start; this bounds it
        workers_kill_timeout=3,
    )
    server.on_startup(load)
    server.serve()


def load() -> None:
    """Get ready to be copied: all is loaded, and nothing is open that only one process may use."""
    get_internal_wsgi_application()
    # all workers search in the same copy of it
    warm()
    connections.close_all()
    give_back_memory()
    # what is loaded stays shared: the collector of a worker never visits and so never copies it
    gc.freeze()


def give_back_memory() -> None:
    """Return what loading the pages needed to the system. The C library would keep it, and so would each worker."""
    # other C libraries do not have it
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
