"""A program: reads a PDF from its input and prints the number of its pages. `pdfs.py` starts it."""

import resource
import sys
from io import BytesIO

from pypdf import PdfReader

# The exit code for a PDF that asks for a password.
LOCKED = 3
MOST_SECONDS, MOST_MEMORY = 10, 1024**3


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    reader = PdfReader(BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted:
        return LOCKED
    sys.stdout.write(str(len(reader.pages)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
