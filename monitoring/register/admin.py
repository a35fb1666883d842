"""Minimum wages, which an administrator enters each year with their decree."""

from __future__ import annotations

from django.contrib import admin

from monitoring.register.models import Wage


@admin.register(Wage)
class WageAdmin(admin.ModelAdmin):
    list_display = ("region", "year", "amount", "source")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    search_fields = ("region__name",)
