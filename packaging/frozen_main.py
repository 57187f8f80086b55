"""Where the frozen program begins."""

import os
import sys

# The bootloader's library path is for this program alone: a browser or mail program that it starts keeps its own.
for name in ("LD_LIBRARY_PATH",):
    before = os.environ.pop(f"{name}_ORIG", None)
    if before is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = before

from ctidesk.cli import main  # noqa: E402

sys.exit(main())
