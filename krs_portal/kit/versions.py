"""Nobody overwrites what they have not seen: a form says what it showed, a saving compares that with what stands now.

No row needs a version of its own. The page carries, signed, the values that the form showed. While the row is locked
they are compared with what is stored. Where somebody saved meanwhile, the same form comes back with everything that was
typed, and for each field that differs one chooses between one's own words and what stands there now. So one mechanism
serves forms over several rows, and rows that are changed through other doors (docs/decisions/0019).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import Http404
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.locking import lock_alone, lock_row

MINE, THEIRS = "mine", "theirs"
STALE = "stale"  # the code of the error that a form carries while something is to be chosen
SALT = "krs-portal.kit.versions"

Sent = str | list[str]  # the value of a field as a browser sends it


@dataclass(frozen=True)
class Edited:
    """What a form edits: a row, and what the form shows of it besides the fields of a model form.

    `lock` locks as the service does, first what the service locks first, so that two savings never wait for each other
    in a circle; it returns the row as it is now.
    """

    row: Any
    read: Callable[[Any], Mapping[str, Any]] | None = None
    lock: Callable[[Any], Any] = lock_alone

    def fetch_locked(self) -> Any:
        """The row as it is now, and stays until the transaction ends. Raises Http404 where it is gone."""
        try:
            return self.lock(self.row)
        except ObjectDoesNotExist as error:
            raise Http404 from error


def lock_under(upper: Model) -> Callable[[Any], Any]:
    """Lock the upper row, under whose lock services change the edited one."""

    def lock(row: Any) -> Any:
        lock_row(upper, no_key=True)
        return type(row)._default_manager.get(pk=row.pk)

    return lock


def read_fields(*names: str) -> Callable[[Model], dict[str, Any]]:
    """A reader of these fields of a row, as a form shows them."""
    return lambda row: {field.name: field.value_from_object(row) for field in row._meta.fields if field.name in names}


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed since the page was opened."""

    name: str  # of the choice, as it is sent
    label: Any
    before: str
    theirs: str
    mine: str
    chosen: str


class VersionedForm(forms.BaseForm):
    """A form that can show stored values; given `edits`, or the saved instance of a model form, it guards them."""

    def __init__(self, data: Any = None, *args: Any, edits: Edited | None = None, **options: Any) -> None:
        instance = options.get("instance")
        if edits is None and instance is not None and instance.pk:
            edits = Edited(instance)
        self.edits = edits
        self.differences: list[Difference] = []
        self._shown: dict[str, Sent] = {}
        self._before: dict[str, Sent] = {}  # of what is still to be chosen, the value before both
        self._is_of_instance = instance is not None
        self._stored = self._read_stored(edits.row) if edits else {}
        if edits:
            options["initial"] = {**(options.get("initial") or {}), **self._stored}
        super().__init__(data, *args, **options)
        if edits and self.is_bound:
            self._take_choices()

    def _read_stored(self, row: Any) -> dict[str, Any]:
        own = model_to_dict(row, fields=self._meta.fields) if self._is_of_instance else {}  # type: ignore[attr-defined]
        return own | dict(self.edits.read(row) if self.edits and self.edits.read else {})

    @property
    def status(self) -> int:
        """The status of the page that shows the form."""
        return 409 if self.differences else 422 if self.errors else 200

    @property
    def keeps_texts(self) -> bool:
        """Whether what is written into it is kept while it is written: wherever people write more than a line."""
        return any(isinstance(field.widget, forms.Textarea) for field in self.fields.values())

    @property
    def writing(self) -> str:
        """The key under which it is kept, once there is one."""
        return str(self.data.get("writing", "")) if self.is_bound else ""

    @property
    def version_name(self) -> str:
        return self.add_prefix("version")

    @property
    def version(self) -> str:
        """What the page carries: the values shown, and those there were before the ones that are to be chosen from."""
        if not self.edits:
            return ""
        if self.version_name not in self.data:
            self._shown, self._before = self._write_stored(self._stored), {}
        return signing.dumps([self._shown, self._before], salt=SALT, compress=True)

    def keeps_up(self) -> bool:
        """Whether the form was filled in from what is stored now. Else it carries the differences and an error.

        Call it in the transaction that saves.
        """
        if not self.edits or self.version_name not in self.data:
            return True
        now = self._write_stored(self._read_stored(self.edits.fetch_locked()))
        before = {name: self._shown.get(name, "") for name, sent in now.items() if self._shown.get(name) != sent}
        before = {name: sent for name, sent in {**self._before, **before}.items() if name in now}
        before = {
            name: sent for name, sent in before.items() if not self._is_same(name, now[name], self._get_typed(name))
        }
        self._shown, self._before = now, before
        self.differences = [self._build_difference(name, sent, now[name]) for name, sent in before.items()]
        if self.differences:
            self.add_error(None, ValidationError(explain_newer_version(), code=STALE))
        return not self.differences

    def _take_choices(self) -> None:
        """Read the version that was sent, and take the stored value wherever that was chosen."""
        self._shown, self._before = read_version(self.data.get(self.version_name, ""))
        data = self.data.copy()  # type: ignore[attr-defined]
        for name in list(self._before):
            choice = data.get(self._name_choice(name))
            if choice == THEIRS:
                put_sent(data, self.add_prefix(name), self._shown.get(name, ""))
            if choice in (MINE, THEIRS):
                del self._before[name]
        self.data = data

    def _name_choice(self, name: str) -> str:
        return f"{self.add_prefix(name)}-choice"

    def _write_stored(self, stored: Mapping[str, Any]) -> dict[str, Sent]:
        """The stored values as a browser sends them; what the form does not let change is left out."""
        asked = {name: self.fields[name] for name in stored if name in self.fields}
        return {name: write_sent(field, stored[name]) for name, field in asked.items() if not field.disabled}

    def _get_typed(self, name: str) -> Sent:
        widget = self.fields[name].widget
        return write_sent(self.fields[name], widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))

    def _is_same(self, name: str, one: Sent, other: Sent) -> bool:
        """Two ways of writing a value are the same value, such as 9:00 and 09:00."""
        if one == other:
            return True
        try:
            return bool(self.fields[name].to_python(one) == self.fields[name].to_python(other))
        except (ValidationError, TypeError):
            return False

    def _build_difference(self, name: str, before: Sent, theirs: Sent) -> Difference:
        field, mine = self.fields[name], self._get_typed(name)
        untouched = self._is_same(name, before, mine)
        return Difference(
            name=self._name_choice(name),
            label=self[name].label,
            before=describe_sent(field, before),
            theirs=describe_sent(field, theirs),
            mine=describe_sent(field, mine),
            chosen=THEIRS if untouched else "",
        )


def put_sent(data: Any, name: str, sent: Sent) -> None:
    """Write a value where it would stand had a browser sent it."""
    if hasattr(data, "setlist"):
        data.setlist(name, sent if isinstance(sent, list) else [sent] if sent else [])
    else:
        data[name] = sent


def read_version(token: str) -> tuple[dict[str, Sent], dict[str, Sent]]:
    """What cannot be read counts as a page that showed nothing: every field that differs is then asked about."""
    try:
        shown, before = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return {}, {}
    return shown, before


def explain_newer_version() -> str:
    return _("Orang lain menyimpan isian ini sesudah Anda membukanya. Pilih yang berlaku, lalu simpan lagi.")


def write_sent(field: forms.Field, value: Any) -> Sent:
    """A value as a browser sends it."""
    if isinstance(field.widget, forms.CheckboxInput):
        return "on" if field.to_python(value) else ""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return sorted(str(each) for each in field.prepare_value(value) or [])
    written = field.widget.format_value(field.prepare_value(value))
    if isinstance(written, list | tuple):  # a widget with choices writes a list
        written = written[0] if written else ""
    return normalize_newlines(str(written or "")).strip()


def describe_sent(field: forms.Field, sent: Sent) -> str:
    """A sent value as people read it."""
    if isinstance(field.widget, forms.CheckboxInput):
        return formats.format_yes_no(bool(sent))
    if isinstance(sent, list):
        return ", ".join(describe_choice(field, each) for each in sent) or formats.BLANK
    return describe_choice(field, sent) or formats.BLANK


def describe_choice(field: forms.Field, sent: str) -> str:
    labels = {str(value): str(label) for value, label in list_flat_choices(getattr(field, "choices", ()))}
    return labels.get(sent, sent) if sent else ""


def list_flat_choices(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
