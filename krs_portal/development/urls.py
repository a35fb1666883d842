"""The addresses of the portal, and those of the toolbar."""

from debug_toolbar.toolbar import debug_toolbar_urls

from krs_portal.urls import urlpatterns as portal

urlpatterns = [*portal, *debug_toolbar_urls()]
