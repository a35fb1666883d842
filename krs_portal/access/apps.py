from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.access.grounds import GROUNDS, Ground
from krs_portal.kit.navigation import NavItem, register_nav_items
from krs_portal.kit.personal import HOLDINGS
from krs_portal.outbox.kinds import MESSAGE_KINDS


class AccessConfig(AppConfig):
    name = "krs_portal.access"
    verbose_name = _("Akses")

    def ready(self) -> None:
        # Models are ready only now.
        from allauth.account.signals import password_changed, password_reset, user_logged_in
        from allauth.mfa.models import Authenticator
        from allauth.mfa.signals import authenticator_added, authenticator_removed
        from django.db.models.signals import post_delete

        from krs_portal.access import letters, personal, policies, signals

        HOLDINGS.register(*personal.HOLDINGS)
        MESSAGE_KINDS.register(*letters.KINDS)
        register_nav_items(NavItem(_("Jejak audit"), "access:trail", "history", 95, policies.reads_trail))
        GROUNDS.register(
            Ground(
                "role",
                _("Peran Anda wajib memakai verifikasi dua langkah. Aktifkan di sini, lalu lanjutkan pekerjaan Anda."),
                policies.holds_guarded_role,
            )
        )
        user_logged_in.connect(signals.follow_sign_in, dispatch_uid="access")
        password_changed.connect(signals.follow_new_password, dispatch_uid="access")
        password_reset.connect(signals.follow_password_reset, dispatch_uid="access")
        authenticator_added.connect(signals.follow_new_factor, dispatch_uid="access")
        authenticator_removed.connect(signals.follow_removed_factor, dispatch_uid="access")
        post_delete.connect(signals.drop_secrets, Authenticator, dispatch_uid="access")
