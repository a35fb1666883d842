from django.urls import URLPattern, path

from monitoring.register.handover.views import board as hand_overs
from monitoring.register.handover.views import estate as handover
from monitoring.register.views import estates
from monitoring.register.views import recording as filling

urlpatterns: list[URLPattern] = [
    path("hunian/", estates.list_estates, name="estates"),
    path("hunian/baru/", filling.create_estate, name="estate_new"),
    path("hunian/<int:pk>/ubah/", filling.edit_estate, name="estate_edit"),
    path("hunian/<int:pk>/blok/", filling.create_block, name="block_new"),
    path("hunian/<int:pk>/fasilitas/", filling.edit_facilities, name="facilities"),
    path("hunian/<int:pk>/tarif/", filling.set_tariff, name="tariff_new"),
    path("blok/<int:pk>/", filling.edit_block, name="block_edit"),
    path("blok/<int:pk>/unit/", filling.add_units, name="units_add"),
    path("unit/<int:pk>/", filling.edit_unit, name="unit_edit"),
    path("serah-terima/", hand_overs.list_hand_overs, name="hand_overs"),
    path("hunian/<int:pk>/serah-terima/", handover.begin_hand_over, name="hand_over_begin"),
    path("hunian/<int:pk>/serah-terima/ubah/", handover.describe_hand_over, name="hand_over_edit"),
    path("hunian/<int:pk>/serah-terima/maju/", handover.advance_hand_over, name="hand_over_advance"),
    path("hunian/<int:pk>/serah-terima/kembali/", handover.return_hand_over, name="hand_over_back"),
    path("hunian/<int:pk>/serah-terima/dokumen/", handover.tick_papers, name="papers"),
    path("hunian/<int:pk>/hambatan/", handover.set_obstacle, name="obstacle"),
    path("hunian/<int:pk>/hambatan/teratasi/", handover.clear_obstacle, name="obstacle_clear"),
]
