"""The press: turns a simulation into a piece of a page. It knows no simulation by name.

What happens to a page, in order: finder -> catalogue -> runner (worker, chart, poster) -> cache
-> press -> directive (markup, facts) -> check -> publish. Only site.py imports mkdocs.
"""
