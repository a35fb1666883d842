"""HEAD works where GET does: link checkers, monitors and mail programs ask with it."""

import pytest

from tests.house.doors import DOORS, ask, describe_error
from tests.house.expected import walk_doors
from tests.test_routes import letter

pytestmark = pytest.mark.django_db


@walk_doors("head", [door for door in DOORS.values() if door.is_open_to_get])
def test_head_answers_as_get_without_a_body(house, door):
    role = (door.readers or [role for role, answered in door.get.items() if answered in "35"])[0]

    answer = ask(house.browsers[role], "head", house.build_address(door))

    assert letter(answer) == door.get[role], describe_error(answer)
    assert answer.getvalue() == b""
