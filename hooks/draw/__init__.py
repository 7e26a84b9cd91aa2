"""A figure becomes a neutral spec, a poster, data files, tables and a guess."""
