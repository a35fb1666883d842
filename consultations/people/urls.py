from django.urls import URLPattern, path

from consultations.people import views

urlpatterns: list[URLPattern] = [
    path("orang/", views.list_people, name="people"),
    path("orang/<int:pk>/", views.show_person, name="person_page"),
    path("orang/<int:pk>/ubah/", views.edit_person, name="person_edit"),
    path("orang/<int:pk>/gabung/<int:other>/", views.merge_people, name="person_merge"),
    path("orang/<int:pk>/pisah/", views.separate_person, name="person_separate"),
]
