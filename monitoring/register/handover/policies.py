"""May a hand-over move one state forward or back?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from monitoring.register.handover.enums import HAND_OVER_PATHS, HandOverPath, HandOverState
from monitoring.register.handover.models import HandOver
from monitoring.register.policies import why_not_edit_estate


def find_next_hand_over_state(hand_over: HandOver, step: int) -> HandOverState | None:
    """The state one step on (+1) or back (-1) along the hand-over's own path; None at its ends."""
    path = HAND_OVER_PATHS[HandOverPath(hand_over.path)]
    place = path.index(HandOverState(hand_over.state)) + step
    return path[place] if 0 <= place < len(path) else None


def why_not_move_to(hand_over: HandOver, step: int, meant: str) -> str | None:
    """Somebody, or the same press a second time, has moved it since the page was opened."""
    if not meant or find_next_hand_over_state(hand_over, step) == meant:
        return None
    return _("Tahapnya sudah berpindah sejak halaman ini dibuka; sekarang: %(state)s. Buka lagi halamannya.") % {
        "state": HandOverState(hand_over.state).label
    }


def why_not_move_hand_over(user: Any, hand_over: HandOver, step: int) -> str | None:
    if refusal := why_not_edit_estate(user, hand_over.estate):
        return refusal
    if find_next_hand_over_state(hand_over, step) is None:
        if step > 0:
            return _("Serah terima ini sudah selesai.")
        return _("Serah terima ini belum diproses; tidak ada tahap sebelumnya.")
    return None
