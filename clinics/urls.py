from django.urls import path

from clinics.views import dashboard, periods, rows, targets

app_name = "clinics"
urlpatterns = [
    path("capaian/", dashboard.public, name="public"),
    path("dasbor/", dashboard.dashboard, name="dashboard"),
    path("dasbor/baris/", rows.rows, name="rows"),
    path("dasbor/baris/csv/", rows.rows_csv, name="rows_csv"),
    path("dasbor/target/", targets.targets, name="targets"),
    path("dasbor/target/baru/", targets.target_set, name="target_set"),
    path("dasbor/target/<int:pk>/", targets.target_revise, name="target_revise"),
    path("dasbor/periode/", periods.periods, name="periods"),
    path("dasbor/periode/<int:pk>/kunci/", periods.period_lock, name="period_lock"),
    path("dasbor/periode/<int:pk>/pengecualian/", periods.period_except, name="period_except"),
]
