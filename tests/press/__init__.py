"""Does the press do what it says, and refuse what it must?"""
