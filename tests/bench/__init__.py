"""How fast is the build, and what does a page cost its reader?"""
