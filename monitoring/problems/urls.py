from django.urls import URLPattern, path

from monitoring.problems import views as problems

urlpatterns: list[URLPattern] = [
    path("masalah/", problems.list_problems, name="problems"),
    path("masalah/baru/", problems.create_problem, name="problem_new"),
    path("masalah/<int:pk>/", problems.show_problem, name="problem"),
    path("masalah/<int:pk>/ubah/", problems.edit_problem, name="problem_edit"),
    path("masalah/<int:pk>/catat/", problems.add_problem_note, name="problem_note"),
    path("masalah/<int:pk>/tangani/", problems.start_problem, name="problem_start"),
    path("masalah/<int:pk>/selesai/", problems.resolve_problem, name="problem_resolve"),
    path("masalah/<int:pk>/langkah/", problems.record_problem_step, name="problem_step"),
    path("masalah/<int:pk>/naikkan/", problems.escalate_problem, name="problem_escalate"),
    path("masalah/<int:pk>/buka/", problems.reopen_problem, name="problem_reopen"),
]
