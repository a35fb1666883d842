import pytest
from django.contrib.contenttypes.models import ContentType

from krs_portal.kit.pagination import fetch_keyset_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    ContentType.objects.all().delete()
    return ContentType.objects.bulk_create(
        ContentType(app_label=f"room{n % 3}", model=f"thing{n // 3 % 2}-{n}") for n in range(23)
    )


@pytest.mark.parametrize("order", [("app_label",), ("-app_label", "model"), ("app_label", "-model"), ("-pk",)])
def test_every_row_is_visited_once_in_order(rows, order):
    seen, cursor = [], None
    while True:
        page = fetch_keyset_page(ContentType.objects.all(), order=order, cursor=cursor, size=5)
        seen += page.rows
        cursor = page.next
        if cursor is None:
            break

    expected = ContentType.objects.order_by(*order, "pk") if order != ("-pk",) else ContentType.objects.order_by("-pk")
    assert [row.pk for row in seen] == [row.pk for row in expected]


@pytest.mark.parametrize(
    "cursor", ["", "x", "bm90IGpzb24", "W10", "W251bGwsMV0", "WyJhIiwgIngiXQ", "\x00", "WyJcdTAwMDAiLCAxXQ"]
)
def test_a_cursor_that_cannot_be_read_shows_the_first_page(rows, cursor):
    page = fetch_keyset_page(ContentType.objects.all(), order=("app_label",), cursor=cursor, size=5)

    assert page.is_first
    assert len(page) == 5


def test_one_query_a_page(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        fetch_keyset_page(ContentType.objects.all(), order=("app_label",), size=5)
