"""May a user run a round, or fill in, submit and return a profile? `None` means yes."""

from monitoring.rounds.policies.profiles import (
    build_open_profiles_filter,
    explain_other_writer,
    explain_unknown_version,
    explain_version_conflict,
    fills_in_field,
    is_awaiting_agreement,
    why_not_fill_round,
    why_not_return_profile,
    why_not_save_profile,
    why_not_submit,
    why_not_withdraw_entry,
)
from monitoring.rounds.policies.rounds import (
    get_round_report_sight,
    why_not_build_round_report,
    why_not_change_round,
    why_not_fill_now,
    why_not_move_round,
    why_not_publish_round_report,
    why_not_run_rounds,
    why_not_start_round,
)

__all__ = [
    "build_open_profiles_filter",
    "explain_other_writer",
    "explain_unknown_version",
    "explain_version_conflict",
    "fills_in_field",
    "get_round_report_sight",
    "is_awaiting_agreement",
    "why_not_build_round_report",
    "why_not_change_round",
    "why_not_fill_now",
    "why_not_fill_round",
    "why_not_move_round",
    "why_not_publish_round_report",
    "why_not_return_profile",
    "why_not_run_rounds",
    "why_not_save_profile",
    "why_not_start_round",
    "why_not_submit",
    "why_not_withdraw_entry",
]  # fmt: skip
