from django.urls import URLPattern, path

from consultations.evaluation import views as evaluation

urlpatterns: list[URLPattern] = [
    path("angka/<slug:code>/<str:figure>/", evaluation.find_paper_figure, name="paper_figure"),
    path("evaluasi/", evaluation.show_evaluation, name="evaluation"),
    path("evaluasi/<slug:code>/", evaluation.write_note, name="evaluation_note"),
]
