"""The environment of a process that a test starts: nothing of this machine but what every program needs."""

import os


def clean_environment(**settings: str) -> dict[str, str]:
    """PATH, HOME and LANG of this machine, `settings`, and no `.env` file."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"ENV_FILE": ""} | settings
