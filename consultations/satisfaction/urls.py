from django.urls import URLPattern, path

from consultations.satisfaction.views import answering, comments, reading

urlpatterns: list[URLPattern] = [
    path("meja/<int:pk>/survei/", answering.start_tablet, name="survey_start"),
    path("survei/meja/<str:token>/", answering.fill_tablet, name="survey_tablet"),
    path("survei/<str:token>/", answering.answer_survey, name="survey"),
    path("kepuasan/", reading.show_satisfaction, name="satisfaction"),
    path("kepuasan/publik/", reading.show_public_satisfaction, name="satisfaction_public"),
    path("kepuasan/data.csv", reading.download_satisfaction_csv, name="satisfaction_csv"),
    path("kepuasan/komentar/<int:pk>/", comments.sort_comment, name="survey_comment"),
    path("kepuasan/<slug:code>/", reading.show_office_satisfaction, name="satisfaction_office"),
    path("kepuasan/<slug:code>/jawaban.csv", reading.download_answers_csv, name="satisfaction_answers"),
]
