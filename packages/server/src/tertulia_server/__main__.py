"""``python -m tertulia_server`` and the command ``tertulia-server``."""

import sys

from tertulia_server.cli import main

if __name__ == "__main__":
    sys.exit(main())
