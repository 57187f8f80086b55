"""``python -m ctidesk``."""

import sys

from ctidesk.cli import main

sys.exit(main())
