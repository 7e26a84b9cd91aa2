"""A page's source: may it be read, and what stands where in it?"""
