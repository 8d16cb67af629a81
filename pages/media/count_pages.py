"""A program: reads a PDF from its input and prints the number of its pages, or "locked" if it asks for a password.

`pdfs.py` starts it.
"""

import resource
import sys
from io import BytesIO

from pypdf import PdfReader

MOST_SECONDS, MOST_MEMORY = 10, 1024**3


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    reader = PdfReader(BytesIO(sys.stdin.buffer.read()))
    sys.stdout.write("locked" if reader.is_encrypted else str(len(reader.pages)))


if __name__ == "__main__":
    main()
