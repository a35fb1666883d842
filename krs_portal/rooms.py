"""The rooms of the house, listed once.

Settings install them in this order. A test holds the lists that other tools need in their own files against it: what
goes into the image (.dockerignore), what is linted, typed and kept apart (pyproject.toml).
"""

# Lowest first: a room imports only from rooms before it, and not from every one of them (pyproject.toml says which).
ROOMS = (
    "krs_portal.kit",
    "krs_portal.accounts",
    "krs_portal.offices",
    "krs_portal.unsaved",
    "krs_portal.files",
    "krs_portal.outbox",
    "krs_portal.access",
    "krs_portal.meetings",
    "krs_portal.referrals",
    "krs_portal.rights",
    "krs_portal.reports",
    "krs_portal.imports",
    "clinics",
    "consultations",
    "monitoring",
)
# The folders that hold them, each a package of its own.
PACKAGES = tuple(dict.fromkeys(room.partition(".")[0] for room in ROOMS))
# The app label of each room is its last word.
LABELS = tuple(room.rpartition(".")[2] for room in ROOMS)
