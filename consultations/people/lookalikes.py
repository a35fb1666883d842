"""Who may be meant by what is being typed, and which two rows may be one person. It only shows; people decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consultations.people.models.person import Person
from consultations.people.names import normalise_name, sketch_word
from consultations.people.querysets import PersonQuerySet
from krs_portal.accounts.nik import read_nik
from krs_portal.accounts.phones import complete_beginning, is_landline, parse_phone

SHOWN = 5
FEWEST_DIGITS = 5  # of a telephone number that is being typed


@dataclass
class Lookalike:
    """Somebody who may be meant, and why."""

    person: Person
    reasons: list[str] = field(default_factory=list)
    is_same_nik: bool = False


@dataclass(frozen=True)
class Sought:
    """What was typed so far, read as far as it can be."""

    name: str = ""
    phone: str = ""  # whole, in E.164
    beginning: str = ""  # of a number that is not whole yet
    nik: str = ""

    @classmethod
    def read(cls, name: str = "", phone: str = "", nik: str = "") -> Sought:
        whole = read_or_nothing(parse_phone, phone)
        digits = sum(sign.isdigit() for sign in phone)
        beginning = complete_beginning(phone) if not whole and digits >= FEWEST_DIGITS else ""
        number = read_or_nothing(read_nik, nik)
        return cls(name[:120] if name.isprintable() else "", whole or "", beginning, number.text if number else "")

    @classmethod
    def guess(cls, text: str) -> Sought:
        """One box for all: sixteen digits are a NIK, other digits a telephone, letters a name."""
        if any(sign.isalpha() for sign in text):
            return cls.read(name=text)
        return cls.read(phone=text, nik=text)


def read_or_nothing(read: Any, text: str) -> Any:
    try:
        return read(text) if text and text.isprintable() else None
    except ValidationError:
        return None


def find_lookalikes(people: PersonQuerySet, sought: Sought, most: int = SHOWN) -> list[Lookalike]:
    """The kept people who may be meant, the surest first. A landline's family is shown by its number alone only.

    Whoever is shown for a name that begins or sounds like the typed one needs no reason: it is seen.
    """
    people = people.select_related("merged_into", "region")
    found: dict[int, Lookalike] = {}

    def add(person: Person, reason: str) -> Lookalike:
        alike = found.setdefault(person.kept.pk, Lookalike(person.kept))
        alike.reasons += [reason] if reason and reason not in alike.reasons else []
        return alike

    if sought.nik:
        for person in people.with_nik(sought.nik):
            add(person, _("NIK sama")).is_same_nik = True
    if sought.phone:
        callers = list(people.filter(phone=sought.phone).order_by("pk")[:most])
        for person in callers:
            if not sought.name or is_alike(person.name, sought.name):
                add(person, _("telepon sama"))
        for person in callers if not is_landline(sought.phone) else ():
            if person.kept.pk not in found:
                add(person, _("telepon sama, nama lain"))
    elif sought.beginning:
        for person in people.reached_at(sought.beginning).order_by("phone", "pk")[:most]:
            add(person, "")
    for person in people.list_named(sought.name)[: 2 * most]:
        add(person, _("nama sama") if person.is_named(sought.name) else "")
    return list(found.values())[:most]


def find_doubles(person: Person, people: PersonQuerySet) -> list[Lookalike]:
    """Other rows that may be this person: an alike name, and a telephone or a day of birth that is the same.

    The same name alone is said, too, unless a NIK or a day of birth tells two people apart.
    """
    found = []
    for other in people.exclude(pk=person.pk).standing().select_related("region").list_named(person.name):
        reasons = [_("nama sama") if other.is_named(person.name) else _("nama mirip")]
        if person.phone and other.phone == person.phone:
            reasons.append(_("telepon sama"))
        if person.born_on and other.born_on == person.born_on:
            reasons.append(_("tanggal lahir sama"))
        differs = any(
            mine and theirs and mine != theirs
            for mine, theirs in ((person.nik_lookup, other.nik_lookup), (person.born_on, other.born_on))
        )
        if len(reasons) > 1 or (other.is_named(person.name) and not differs):
            found.append(Lookalike(other, reasons))
    return sorted(found, key=lambda alike: -len(alike.reasons))[:SHOWN]


def is_alike(one: str, other: str) -> bool:
    """Whether two names share a word, as it sounds."""
    return bool(sketch_words(one) & sketch_words(other))


def sketch_words(name: str) -> set[str]:
    return {sketch_word(word) for word in normalise_name(name).split()}


def answers_to(name: str, typed: str) -> bool:
    """Whether each word that was typed begins a word of the name, or sounds like one."""
    words = normalise_name(name).split()
    return all(
        any(word.startswith(part) or sketch_word(word) == sketch_word(part) for word in words)
        for part in normalise_name(typed).split()
    )
