"""Markdown becomes a page: the extension, and what an author may write."""
