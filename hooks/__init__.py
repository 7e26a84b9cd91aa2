"""The press: turns a simulation into a piece of a page. It knows no simulation by name.

What happens to a page, in order: finder -> catalogue -> runner (worker, chart, poster) -> cache
-> press -> directive (markup, facts, guess, question, marks) -> check -> publish. Beside it
the ledger holds the register's claims against what was measured, and the lint reads each page's
source. Only site.py imports mkdocs.
"""
