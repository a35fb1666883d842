from django.urls import URLPattern, path

from monitoring.occupants.readiness.views import readiness, referrals
from monitoring.occupants.views import people, rights, stays

urlpatterns: list[URLPattern] = [
    path("penghuni/", people.list_people, name="people"),
    path("penghuni/baru/", stays.move_in_household, name="move_in"),
    path("penghuni/pembukaan/", people.list_openings, name="openings"),
    path("penghuni/keberatan/", rights.list_open_objections, name="objections"),
    path("penghuni/<int:pk>/", people.show_household, name="household"),
    path("penghuni/<int:pk>/buka/", people.disclose_household, name="disclose"),
    path("penghuni/<int:pk>/ubah/", stays.edit_household, name="household_edit"),
    path("penghuni/<int:pk>/anggota/", stays.edit_member, name="member_new"),
    path("penghuni/<int:pk>/anggota/<int:member>/", stays.edit_member, name="member_edit"),
    path("penghuni/<int:pk>/persetujuan/", rights.give_consent, name="consent"),
    path("penghuni/<int:pk>/keberatan/", rights.record_objection, name="objection"),
    path("penghuni/<int:pk>/usulkan/", referrals.refer_household, name="refer"),
    path("persetujuan/<int:pk>/tarik/", rights.withdraw_consent, name="consent_withdraw"),
    path("keberatan/<int:pk>/", rights.answer_objection, name="objection_answer"),
    path("sewa/<int:pk>/perpanjang/", stays.extend_stay, name="stay_extend"),
    path("sewa/<int:pk>/tunggakan/", stays.record_dues, name="stay_dues"),
    path("sewa/<int:pk>/pindah/", stays.move_stay, name="stay_move"),
    path("sewa/<int:pk>/keluar/", stays.end_stay, name="stay_end"),
    path("kesiapan/", readiness.show_readiness, name="readiness"),
    path("kesiapan/syarat/", readiness.show_criteria, name="criteria"),
    path("kesiapan/nilai-ulang/", readiness.request_recomputation, name="recompute"),
    path("kesiapan/nilai-ulang/<int:pk>/", readiness.show_recomputation, name="recompute_progress"),
    path("kesiapan/program/<slug:code>/", readiness.list_readiness_rows, name="readiness_rows"),
    path("kesiapan/usulan/", referrals.list_referral_lists, name="referral_lists"),
    path("kesiapan/usulan/baru/", referrals.start_referral_list, name="referral_new"),
    path("kesiapan/usulan/<int:pk>/", referrals.show_referral_list, name="referral_list"),
    path("kesiapan/usulan/<int:pk>/isi/", referrals.refer_ready_households, name="referral_enter"),
    path("kesiapan/usulan/<int:pk>/kirim/", referrals.send_referral_list, name="referral_send"),
    path("kesiapan/usulan/<int:pk>/unduh/<slug:kind>/", referrals.download_referral_list, name="referral_file"),
    path("kesiapan/usulan/rumah-tangga/<int:pk>/jawab/", referrals.answer_referral, name="referral_answer"),
    path("kesiapan/usulan/rumah-tangga/<int:pk>/keluarkan/", referrals.remove_referral, name="referral_remove"),
]
