"""One's own account under `/akun/`. allauth's names are kept where its redirects look for them."""

from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from krs_portal.access.views import account, auditing, tokens

OURS = [
    path("akun/", account.show_account, name="account"),
    path("akun/sesi/", account.list_sessions, name="sessions"),
    path("akun/sesi/<int:pk>/akhiri/", account.end_session, name="session_end"),
    path("akun/sesi/akhiri-lainnya/", account.end_other_sessions, name="sessions_end"),
    path("akun/token/", tokens.list_tokens, name="tokens"),
    path("akun/token/baru/", tokens.make_token, name="token_new"),
    path("akun/token/<int:pk>/akhiri/", tokens.end_token, name="token_end"),
    path("jejak/", auditing.read_trail, name="trail"),
]
urlpatterns = [
    path("", include((OURS, "access"))),
    path("masuk/kode/", login_not_required(factors.authenticate), name="mfa_authenticate"),
    path("masuk/passkey/", login_not_required(keys.login_webauthn), name="mfa_login_webauthn"),
    path("akun/verifikasi/", account.show_factors, name="mfa_index"),
    path("akun/verifikasi/", account.show_factors, name="mfa_list_webauthn"),
    path("akun/verifikasi/ulang/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("akun/verifikasi/ulang/kunci/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("akun/verifikasi/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/verifikasi/aplikasi/hapus/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/verifikasi/kode/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/verifikasi/kode/baru/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("akun/verifikasi/kunci/baru/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("akun/verifikasi/kunci/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("akun/verifikasi/kunci/<int:pk>/hapus/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
