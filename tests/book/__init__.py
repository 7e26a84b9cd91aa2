"""Is the book, built and read, what its readers were promised?"""
