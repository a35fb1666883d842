from django.urls import URLPattern, path

from consultations.evaluation import views as evaluation
from consultations.evaluation.funnel import views as funnel
from consultations.evaluation.quality import views as quality

urlpatterns: list[URLPattern] = [
    path("angka/<slug:code>/<str:figure>/", evaluation.find_paper_figure, name="paper_figure"),
    path("dasbor/corong/", funnel.show_funnel, name="funnel"),
    path("dasbor/corong/kasus/", funnel.list_cases, name="funnel_cases"),
    path("dasbor/mutu/", quality.show_quality, name="quality"),
    path("dasbor/mutu/baris/", quality.list_quality_rows, name="quality_rows"),
    path("dasbor/mutu/contoh/", quality.show_sample, name="quality_sample"),
    path("evaluasi/", evaluation.show_evaluation, name="evaluation"),
    path("evaluasi/<slug:code>/", evaluation.write_note, name="evaluation_note"),
]
