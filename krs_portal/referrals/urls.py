from django.urls import path

from krs_portal.referrals.views import by_link, directory, referrals

app_name = "referrals"
urlpatterns = [
    path("rujukan/", referrals.list_referrals, name="list"),
    path("rujukan/mitra/", directory.list_partners, name="partners"),
    path("rujukan/mitra/baru/", directory.add_partner, name="partner_new"),
    path("rujukan/mitra/<int:pk>/", directory.show_partner, name="partner"),
    path("rujukan/mitra/<int:pk>/ubah/", directory.edit_partner, name="partner_edit"),
    path("rujukan/mitra/<int:pk>/program/", directory.add_programme, name="programme_new"),
    path("rujukan/program/<int:pk>/ubah/", directory.edit_programme_of_partner, name="programme_edit"),
    path("rujukan/baru/<slug:kind>/<slug:key>/", referrals.start_referral, name="new"),
    path("rujukan/jawab/<str:token>/", by_link.answer_by_link, name="answer_by_link"),
    path("rujukan/<int:pk>/", referrals.show_referral, name="referral"),
    path("rujukan/<int:pk>/kirim/", referrals.send_referral, name="send"),
    path("rujukan/<int:pk>/jawaban/", referrals.answer_referral, name="answer"),
    path("rujukan/<int:pk>/tarik/", referrals.withdraw_referral, name="withdraw"),
    path("rujukan/<int:pk>/lain/", referrals.refer_to_another, name="another"),
    path("rujukan/<int:pk>/penjelasan/", referrals.explain_referral, name="explain"),
]
