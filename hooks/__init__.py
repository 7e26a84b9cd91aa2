"""The press: turns a simulation into a piece of a page. It knows no simulation by name.

Its folders are the stages that a page passes, in order: source/ finds what stands in it, offer/
knows what simulations there are, run/ makes what is missing, draw/ turns figures into HTML,
apparatus/ holds claims against what was measured, page/ is the Markdown extension, publish/ checks
what is finished and swaps it in. press.py leads through them, house.py has this book's own rules of
style, and only site.py imports mkdocs.
"""

import sys

if sys.version_info < (3, 11, 5):
    sys.exit(f"The press needs Python 3.11.5 or later, and this is {sys.version.split()[0]}.")
try:
    import fcntl  # noqa: F401 - one build at a time, and the end of every worker, rest on POSIX
except ImportError:
    sys.exit("The press runs on Linux and macOS. On Windows, build the book within WSL.")
