"""Finds LHC-Forms, or downloads it once, and prints its folder.

The form renderer of the US National Library of Medicine is our second opinion on what we publish as FHIR. Its licence
has terms of LOINC and UCUM: a test here uses it, and it is never shipped. `npm install` would resolve its many peers
for minutes; `npm pack` fetches the one file, of which four files are needed.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

VERSION = "40.1.3"
INTEGRITY = "sha512-WLruTm+BcVnafC0rSAQ3/cNqhxvclBUxyBG68aub/uha2NaK9H8ZZcEXTTuORuGzzCt0wa7fvhuieZtcDIdPzQ=="
FOLDER = Path(__file__).resolve().parents[2] / "var" / "lforms" / VERSION
NEEDED = (
    "webcomponent/styles.css",
    "webcomponent/assets/lib/zone.min.js",
    "webcomponent/lhc-forms.js",
    "fhir/R4/lformsFHIR.min.js",
)


def fetch(folder: Path) -> Path:
    """The packed package in `folder`. Exits when npm is missing or fails."""
    if shutil.which("npm") is None:
        sys.exit("The second opinion on FHIR needs npm, once, to fetch LHC-Forms: install the package `npm`.")
    folder.mkdir(parents=True, exist_ok=True)
    print(f"Fetching LHC-Forms {VERSION} (13 MB, once) ...", file=sys.stderr)
    options = ("--pack-destination", str(folder), "--ignore-scripts", "--loglevel=error")
    command = ("npm", "pack", f"lforms@{VERSION}", *options)
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"LHC-Forms could not be fetched. npm says:\n{result.stderr.strip()}")
    return packed(folder)


def packed(folder: Path) -> Path:
    return folder / f"lforms-{VERSION}.tgz"


def integrity(file: Path) -> str:
    """The SHA-512 of a file, as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode()


def unpack(file: Path, folder: Path) -> None:
    """Put the needed files of the package into `folder`. Exits when its checksum is not the expected one."""
    if integrity(file) != INTEGRITY:
        sys.exit(f"{file.name} is not the package we know: its SHA-512 differs. Find out why, then delete {file}.")
    with tarfile.open(file) as archive:
        for name in NEEDED:
            source = archive.extractfile(f"package/dist/lforms/{name}")
            assert source is not None, f"{name} is not a file"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(source.read())


def main() -> None:
    file = packed(FOLDER)
    unpack(file if file.exists() else fetch(FOLDER), FOLDER)
    print(FOLDER)


if __name__ == "__main__":
    main()
