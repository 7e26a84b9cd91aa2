"""Does the book open, and work, in what `make test` does not drive?"""
