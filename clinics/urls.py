from django.urls import path

from clinics.courses import views as course
from clinics.months import views as months
from clinics.views import dashboard, histories, passports, periods, published, rows, target_table, targets

app_name = "clinics"
urlpatterns = [
    path("capaian/", dashboard.show_public_dashboard, name="public"),
    path("dasbor/", dashboard.show_dashboard, name="dashboard"),
    path("dasbor/baris/", rows.show_ledger_rows, name="rows"),
    path("dasbor/baris/csv/", rows.download_ledger_csv, name="rows_csv"),
    path("dasbor/perkiraan/", course.show_course, name="course"),
    path("dasbor/kisi/", course.show_grid, name="grid"),
    path("dasbor/struktur/", course.show_structure, name="structure"),
    path("dasbor/tampilan/", course.list_views, name="views"),
    path("dasbor/tampilan/<int:pk>/hapus/", course.forget_view, name="view_forget"),
    path("dasbor/tampilan/<slug:page>/simpan/", course.keep_view, name="view_keep"),
    path("dasbor/program/", course.name_programme, name="programme"),
    path("dasbor/gambar/<slug:chart>/<slug:form>/", course.download_chart, name="chart"),
    path("angka/<str:address>/", passports.show_passport, name="passport"),
    path("angka/<str:address>/sesudahnya/", passports.show_since, name="since"),
    path("angka/<str:address>/perubahan/", histories.show_changes, name="changes"),
    path("angka/<str:address>/riwayat/", histories.show_vintages, name="vintages"),
    path("dasbor/target/", targets.show_targets, name="targets"),
    path("dasbor/target/baru/", targets.set_target, name="target_set"),
    path("dasbor/target/tabel/", target_table.edit_target_table, name="target_table"),
    path("dasbor/target/<int:pk>/", targets.revise_target, name="target_revise"),
    path("dasbor/periode/", periods.list_periods, name="periods"),
    path("dasbor/periode/<int:pk>/kunci/", periods.lock_period, name="period_lock"),
    path("dasbor/periode/<int:pk>/buka/", periods.unlock_period, name="period_unlock"),
    path("dasbor/periode/<int:pk>/pengecualian/", periods.request_exception, name="period_except"),
    path("dasbor/bulan/", months.show_months, name="months"),
    path("dasbor/bulan/<slug:office>/<slug:month>/", months.show_month, name="month"),
    path("dasbor/bulan/<slug:office>/<slug:month>/catatan/", months.write_remark, name="month_remark"),
    path("dasbor/bulan/<slug:office>/<slug:month>/catatan/<int:entry>/", months.write_remark, name="month_row_remark"),
    path("dasbor/bulan/<slug:office>/<slug:month>/<slug:step>/", months.move_month, name="month_step"),
    path("dasbor/catatan-bulan/<int:pk>/", months.answer_remark, name="month_answer"),
    path("dasbor/pergantian-tahun/", months.show_turn_of_year, name="turn_of_year"),
    path("dasbor/angka-terbit/", published.list_published, name="published"),
    path("dasbor/angka-terbit/baru/", published.record_figure, name="published_new"),
    path("dasbor/angka-terbit/<int:pk>/", published.show_published, name="published_one"),
    path("dasbor/angka/<int:pk>/cabut/", published.withdraw_figure, name="figure_withdraw"),
    path("dasbor/pengecualian/<int:pk>/", periods.grant_exception, name="exception_grant"),
]
