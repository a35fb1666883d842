"""/api/: version 1, its schema and its reading room."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", login_not_required(SpectacularAPIView.as_view(permission_classes=[])), name="api_schema"),
]
