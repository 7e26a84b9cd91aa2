"""Claims, references, glossary: read, held against what was measured, listed."""
