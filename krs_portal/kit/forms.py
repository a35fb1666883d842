"""Django's own forms in our look: `{{ form }}`, `as_field_group` and the field component are one template."""

from django import forms
from django.forms.renderers import TemplatesSetting


def _find_widget_kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "select" if isinstance(widget, forms.Select) else "hidden" if widget.is_hidden else "text"


class StyledBoundField(forms.BoundField):
    """A bound field with the CSS class of its kind of widget."""

    @property
    def kind(self) -> str:
        return _find_widget_kind(self.field.widget)

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        look = {"select": "form-select", "text": "form-control"}.get(_find_widget_kind(widget or self.field.widget))
        own = (widget or self.field.widget).attrs.get("class")
        if look:
            attrs["class"] = f"{look} {own}" if own else look
            if self.errors:
                attrs["class"] += " is-invalid"
        return attrs


class FormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = StyledBoundField
