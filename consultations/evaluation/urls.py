from django.urls import URLPattern, path

from consultations.evaluation import views as evaluation
from consultations.evaluation.funnel import views as funnel

urlpatterns: list[URLPattern] = [
    path("angka/<slug:code>/<str:figure>/", evaluation.find_paper_figure, name="paper_figure"),
    path("dasbor/corong/", funnel.show_funnel, name="funnel"),
    path("dasbor/corong/kasus/", funnel.list_cases, name="funnel_cases"),
    path("evaluasi/", evaluation.show_evaluation, name="evaluation"),
    path("evaluasi/<slug:code>/", evaluation.write_note, name="evaluation_note"),
]
