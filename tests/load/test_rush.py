"""Two hundred at once for the last seats, over HTTP: as many are told that they have one as there are."""

from collections import Counter

import pytest

from benchmarks.crowd import book, percentile, together

CLIENTS, ROUNDS, PATIENCE = 200, 1, 10  # one round: a broken lock shows at once; how long it takes is for `make bench`


@pytest.mark.parametrize("seats", [1, 5, 10])
def test_200_clients_for_the_last_seats(portal, seats):
    for slot in portal.slots(ROUNDS, seats):
        answers = together(lambda _, slot=slot: book(portal.base, slot), CLIENTS)

        assert Counter(answer.status for answer in answers) == {201: seats, 409: CLIENTS - seats}, answers[0].body
        assert {answer.said["code"] for answer in answers if answer.status == 409} == {"full"}
        told = {answer.said["reference"] for answer in answers if answer.status == 201}
        rows = portal.ask("SELECT reference FROM consultations_attendance WHERE slot_id = %s", slot)
        assert told == {row[0] for row in rows}
        assert portal.ask("SELECT seats_taken FROM consultations_slot WHERE id = %s", slot) == [(seats,)]
        assert percentile([answer.seconds for answer in answers], 0.95) < PATIENCE
