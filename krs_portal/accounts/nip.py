"""The number of a civil servant: 18 digits, the birthday first."""


def format_nip(nip: str) -> str:
    """ "19700430 199103 1 001"."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip
