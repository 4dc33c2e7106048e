"""The door for a web server: granian, or any other that speaks WSGI."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carecommons.site.settings")
application = get_wsgi_application()
assert get_resolver().url_patterns, "every page is loaded before the first one is asked for"
# What is loaded now stays for good. Walking through it in every full collection made one answer in four wait 90 ms.
gc.collect()
gc.freeze()
