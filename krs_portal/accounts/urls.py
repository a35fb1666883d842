"""Sign-in under Indonesian paths. allauth's own names are kept, so that its redirects and e-mails find them."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

urlpatterns = [
    path("masuk/", login_not_required(views.login), name="account_login"),
    path("keluar/", login_not_required(views.logout), name="account_logout"),
    path("akun/daftar/", login_not_required(views.signup), name="account_signup"),
    path("akun/nonaktif/", login_not_required(views.account_inactive), name="account_inactive"),
    path("akun/masuk-ulang/", views.reauthenticate, name="account_reauthenticate"),
    path("akun/surel/", views.email, name="account_email"),
    path("akun/sandi/", views.password_change, name="account_change_password"),
    path("akun/sandi/buat/", views.password_set, name="account_set_password"),
    path("sandi/", login_not_required(views.password_reset), name="account_reset_password"),
    path("sandi/terkirim/", login_not_required(views.password_reset_done), name="account_reset_password_done"),
    re_path(  # a key has dashes of its own, which the first part must not take
        r"^sandi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        login_not_required(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "sandi/selesai/",
        login_not_required(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path(
        "akun/surel/terkirim/",
        login_not_required(views.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("akun/surel/<key>/", login_not_required(views.confirm_email), name="account_confirm_email"),
]
