"""The environment for a process that a test starts: only the variables of this machine that every program needs."""

import os


def clean_environment(**settings: str) -> dict[str, str]:
    """Return PATH, HOME and LANG of this machine with `settings` added, and without a `.env` file."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {"ENV_FILE": ""} | settings
