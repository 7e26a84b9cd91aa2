"""The press: turns a simulation into a piece of a page. It knows no simulation by name.

What happens to a page, in order: finder -> catalogue -> runner (worker, chart, poster) -> cache
-> press -> directive (markup, facts, guess, question, marks) -> check -> publish. Beside it
the ledger holds the register's claims against what was measured, and the lint reads each page's
source. Only site.py imports mkdocs.
"""

import sys

if sys.version_info < (3, 11, 5):
    sys.exit(f"The press needs Python 3.11.5 or later, and this is {sys.version.split()[0]}.")
try:
    import fcntl  # noqa: F401 - one build at a time, and the end of every worker, rest on POSIX
except ImportError:
    sys.exit("The press runs on Linux and macOS. On Windows, build the book within WSL.")
