"""How a person is written to somebody who need not know who it is."""


def initials(name: str) -> str:
    """ "Siti Aminah" → "S. A." """
    return " ".join(f"{word[0].upper()}." for word in name.split()[:3])


def shown(name: str, *, known: bool) -> str:
    return name if known else initials(name)
