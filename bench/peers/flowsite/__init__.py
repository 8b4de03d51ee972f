"""The same case in Django and django-viewflow, as their documents say to build it."""
