"""Does the book open, and work, in the engines that `make test` does not drive?"""
