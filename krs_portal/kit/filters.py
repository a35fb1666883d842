"""How lists are narrowed, on pages and in the API."""

from __future__ import annotations

from typing import Any

import django_filters


class ListFilter(django_filters.FilterSet):
    """A page says a wrong value at its field and shows no row for what was not understood; the API answers 400."""

    @property
    def qs(self) -> Any:
        return self.queryset.none() if self.is_bound and not self.is_valid() else super().qs
