"""What processes that run tests share, and the environment for those that they start."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def clean_environment(**settings: str) -> dict[str, str]:
    """PATH, HOME and LANG of this machine with `settings` added, and without a `.env` file."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {"ENV_FILE": ""} | settings


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Other processes wait until the block ends."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
