from krs_portal.outbox.models import Announcement
from tests.constraints.breaches import MOMENT, Breach, repeated
from tests.factories.outbox import message


def announcement() -> Announcement:
    return Announcement.objects.create(kind="trial", about_kind="uji", about_key="7", announced_at=MOMENT)


ROWS: dict[str, Breach] = {
    "outbox_address_fits_channel": repeated(message, event_key="uji:kedua", recipient="Jalan Kenanga 1"),
    "outbox_announced_once": repeated(announcement),
}
