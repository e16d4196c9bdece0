"""`python -m compliance.cli` is the command line."""

import sys

from compliance.cli import main

if __name__ == "__main__":
    sys.exit(main())
