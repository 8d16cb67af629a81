"""Prints the path of the browser for the browser tests. Installs one if there is none, or prints what to install.

Order: CHROMIUM in the environment, PATH, Playwright's own browser, then the package manager of the system if it needs
no password. A headless shell is preferred, because it starts several times as fast.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"),
)
# tried in this order until there is a browser; only Debian packages the headless shell
INSTALLERS = (
    (
        "apt-get",
        (
            ("apt-get", "update", "-qq"),
            ("apt-get", "install", "-y", "-qq", "chromium-headless-shell"),
            ("apt-get", "install", "-y", "-qq", "chromium"),
        ),
    ),
    ("dnf", (("dnf", "install", "-y", "-q", "chromium"),)),
    ("apk", (("apk", "add", "--quiet", "chromium"),)),
    ("pacman", (("pacman", "-S", "--noconfirm", "--quiet", "chromium"),)),
)


def find() -> str | None:
    """Return the path of a browser on this machine. Exits when the program named by CHROMIUM cannot be run."""
    if name := os.environ.get("CHROMIUM"):
        if path := shutil.which(name):
            return path
        sys.exit(f"CHROMIUM={name} cannot be run. Name the browser's program file.")
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwright_browser()


def _playwright_browser() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install Chromium with the package manager, if we are root. Ignores errors, because `main` prints what to do."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    for name, commands in INSTALLERS:
        if shutil.which(name):
            print(f"Installing Chromium with {name} ...", file=sys.stderr)
            for command in commands:
                if find() is None:
                    subprocess.run(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
            return


def main() -> None:
    path = find()
    if path is None:
        install()
        path = find()
    if path is None:
        sys.exit("The browser tests need Chromium: install the package `chromium`, or name a browser with CHROMIUM=.")
    print(path)


if __name__ == "__main__":
    main()
