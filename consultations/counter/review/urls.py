from django.urls import URLPattern, path

from consultations.counter.review.views import reviews

urlpatterns: list[URLPattern] = [
    path("meja/tinjauan/", reviews.list_reviewed, name="reviews"),
    path("meja/tinjauan/<slug:office>/atur/", reviews.set_review, name="review_setting"),
    path("konsultasi/<int:pk>/tinjau/", reviews.review_consultation, name="review"),
]
