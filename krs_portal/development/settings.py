"""The settings of `make dev`: those of the portal, and a toolbar that shows the queries and templates of a page."""

from krs_portal.environment import refuse_setting
from krs_portal.settings import *  # noqa: F403
from krs_portal.settings import DEBUG, INSTALLED_APPS, MIDDLEWARE

if not DEBUG:
    refuse_setting(
        "DEBUG is off; the toolbar of make dev shows what nobody outside may see, so it runs with DEBUG on alone."
    )

ROOT_URLCONF = "krs_portal.development.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
MIGRATION_MODULES = {"debug_toolbar": None}  # it keeps what it has seen in memory, and needs no table

# It writes into the page, so it stands behind the middleware that compresses pages and before all that it measures.
AFTER = "krs_portal.kit.compress.CompressedPages"
HERE = MIDDLEWARE.index(AFTER) + 1
MIDDLEWARE = [*MIDDLEWARE[:HERE], "debug_toolbar.middleware.DebugToolbarMiddleware", *MIDDLEWARE[HERE:]]
INTERNAL_IPS = ["127.0.0.1"]  # who is shown it
DEBUG_TOOLBAR_CONFIG = {"UPDATE_ON_FETCH": True}  # htmx asks for parts of a page: it shows the part asked for last
