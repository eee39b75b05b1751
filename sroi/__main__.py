"""``python -m sroi`` is the command line."""

import sys

from sroi.cli.main import main

sys.exit(main())
