"""What is asked about a person and a house: the option lists of the field (domain: the intake of Disperakim Jateng)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.TextChoices):
    """What the clinic prepares so that somebody is served as well as anybody."""

    WHEELCHAIR = "WHEELCHAIR", _("Kursi roda")
    SIGN_LANGUAGE = "SIGN_LANGUAGE", _("Bahasa isyarat")
    READ_ALOUD = "READ_ALOUD", _("Dibacakan")
    LOCAL_LANGUAGE = "LOCAL_LANGUAGE", _("Bahasa daerah")
    COMPANION = "COMPANION", _("Didampingi")
    SHORT_WAIT = "SHORT_WAIT", _("Tidak dapat lama menunggu")


class Tenure(models.TextChoices):
    OWN = "OWN", _("Milik sendiri")
    RENTED = "RENTED", _("Kontrak atau sewa")
    RENT_FREE = "RENT_FREE", _("Bebas sewa")
    OFFICIAL = "OFFICIAL", _("Dinas")
    LODGING = "LODGING", _("Menumpang")
    OTHER = "OTHER", _("Lainnya")


class LandTitle(models.TextChoices):
    SHM = "SHM", _("SHM")
    HGB = "HGB", _("HGB")
    LETTER_C = "LETTER_C", _("Letter C")
    LETTER_D = "LETTER_D", _("Letter D")
    VILLAGE = "VILLAGE", _("Surat keterangan desa")
    NOTARY = "NOTARY", _("Akta notaris")
    OTHER = "OTHER", _("Lainnya")


class LandOrigin(models.TextChoices):
    OWN = "OWN", _("Milik sendiri")
    INHERITED = "INHERITED", _("Warisan")
    GRANTED = "GRANTED", _("Hibah")
    BOUGHT = "BOUGHT", _("Jual beli")


class Toilet(models.TextChoices):
    WATER_SEAL = "WATER_SEAL", _("Leher angsa")
    SLOPED = "SLOPED", _("Plengsengan")
    PIT = "PIT", _("Cemplung")
    NONE = "NONE", _("Tidak punya")


class SewageOutlet(models.TextChoices):
    SEPTIC_TANK = "SEPTIC_TANK", _("Tangki septik")
    TREATMENT = "TREATMENT", _("IPAL")
    OPEN_WATER = "OPEN_WATER", _("Kolam, sawah, atau sungai")
    GROUND = "GROUND", _("Lubang tanah")
    BEACH = "BEACH", _("Pantai atau kebun")


class WaterSource(models.TextChoices):
    BOTTLED = "BOTTLED", _("Air kemasan")
    REFILLED = "REFILLED", _("Air isi ulang")
    PIPED = "PIPED", _("PDAM")
    VENDOR = "VENDOR", _("Leding eceran")
    WELL = "WELL", _("Sumur")
    SPRING = "SPRING", _("Mata air")
    RAIN = "RAIN", _("Air hujan")
    OTHER = "OTHER", _("Lainnya")


class PowerSource(models.TextChoices):
    METERED = "METERED", _("PLN")
    UNMETERED = "UNMETERED", _("PLN tanpa meteran")
    OTHER_GRID = "OTHER_GRID", _("Listrik non-PLN")
    NONE = "NONE", _("Bukan listrik")


class Surroundings(models.TextChoices):
    GOOD = "GOOD", _("Baik")
    DROUGHT = "DROUGHT", _("Kekeringan")
    SLUM = "SLUM", _("Kumuh")
    DISASTER = "DISASTER", _("Rawan bencana")
    RIVERBANK = "RIVERBANK", _("Bantaran sungai")
    RAILWAY = "RAILWAY", _("Bantaran rel kereta api")
    OTHER = "OTHER", _("Lainnya")


class Component(models.TextChoices):
    FOUNDATION = "FOUNDATION", _("Pondasi")
    COLUMNS = "COLUMNS", _("Kolom")
    BEAMS = "BEAMS", _("Balok")
    TIE_BEAMS = "TIE_BEAMS", _("Sloof")
    CEILING = "CEILING", _("Plafon")
    ROOF_FRAME = "ROOF_FRAME", _("Rangka atap")
    FLOOR = "FLOOR", _("Lantai")
    WALLS = "WALLS", _("Dinding")
    ROOF = "ROOF", _("Atap")


class ComponentState(models.TextChoices):
    GOOD = "GOOD", _("Baik")
    SURFACE = "SURFACE", _("Rusak ringan (permukaan)")
    MATERIAL = "MATERIAL", _("Rusak sedang (material)")
    STRUCTURE = "STRUCTURE", _("Rusak berat (struktur atau tidak ada)")
