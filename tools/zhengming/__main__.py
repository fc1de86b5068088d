"""`python -m zhengming`."""

import sys

from zhengming.cli import main

sys.exit(main())
