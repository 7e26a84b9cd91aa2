"""Does each simulation keep to its laws, and all of them to one contract?"""
