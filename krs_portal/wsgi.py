"""The WSGI entry point; `krs_portal.web` serves it."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from krs_portal.start import refuse_foreign_keys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "krs_portal.settings")
application = get_wsgi_application()
resolve("/healthz")  # imports every page's module now, before the server's processes part and each would do it
refuse_foreign_keys()
