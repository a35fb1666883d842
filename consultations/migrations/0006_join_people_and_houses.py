"""Who came before becomes a person, and houses that share an address are told apart.

Nothing is invented (docs/decisions/0021): attendances are one person when they have the same NIK in the same office, or
the same telephone and the same name; whoever came and fits nobody is a person of their own; whoever only booked is
joined to a known person or to none. Houses with one address stay what they were counted as: the later ones are marked
with their number, and people decide whether they are one.

It asks the database itself: drawing the models for it would cost an empty database a second.
"""

from django.db import migrations

from consultations.people.names import build_name_key

CAME = ("WAITING", "IN_SERVICE", "DONE")
BATCH = 5000
ATTENDANCES = """
    SELECT a.id, a.state, p.office_id, a.name, a.on_behalf_of, a.phone, a.nik_ciphertext, a.nik_lookup, a.region_id,
           a.consented_at, a.consent_version, a.created_at
    FROM consultations_attendance a
    JOIN consultations_slot s ON s.id = a.slot_id JOIN clinics_place p ON p.id = s.place_id
    WHERE a.name <> '' AND (a.state = ANY(%s)) = %s AND a.id > %s ORDER BY a.id LIMIT %s
"""
NEW_PERSON = """
    INSERT INTO consultations_person (office_id, name, name_key, phone, nik_ciphertext, nik_lookup, sex, region_id,
        address, needs, consented_at, consent_version, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, '', %s, '', '{}', %s, %s, %s) RETURNING id
"""
MARK_LATER_HOUSES = """
    UPDATE consultations_house h SET mark = h.id::text
    WHERE h.address_key <> '' AND EXISTS (
        SELECT FROM consultations_house first WHERE first.address_key = h.address_key
        AND first.region_id IS NOT DISTINCT FROM h.region_id AND first.id < h.id
    )
"""
OF_THEIR_CONSULTATIONS = """
    UPDATE consultations_consultation c SET person_id = a.person_id
    FROM consultations_attendance a WHERE a.id = c.attendance_id AND a.person_id IS NOT NULL
"""


class AskDatabase(migrations.RunPython):
    """RunPython with the connection in place of the models."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.code(schema_editor.connection)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """What was joined goes with the columns that hold it."""


def join_people_and_houses(connection):
    with connection.cursor() as cursor:
        cursor.execute(MARK_LATER_HOUSES)
        known = Known()
        for came in (True, False):
            last = 0
            while rows := fetch(cursor, came, last):
                join_attendances(cursor, rows, known, came)
                last = rows[-1][0]
        cursor.execute(OF_THEIR_CONSULTATIONS)


class Known:
    """The people so far: by office and NIK, by office, telephone and name; and who has which NIK."""

    def __init__(self):
        self.by_nik, self.by_call, self.nik_of = {}, {}, {}

    def find(self, office, lookup, call):
        if lookup and (found := self.by_nik.get((office, lookup))):
            return found
        for person in self.by_call.get(call, ()):
            if not (lookup and self.nik_of.get(person)):
                return person
        return None

    def learn(self, person, office, lookup, call):
        if lookup and person not in self.nik_of:
            self.by_nik[office, lookup] = person
            self.nik_of[person] = lookup
        if call[1] and person not in self.by_call.setdefault(call, []):
            self.by_call[call].append(person)


def fetch(cursor, came, last):
    cursor.execute(ATTENDANCES, [list(CAME), came, last, BATCH])
    return cursor.fetchall()


def join_attendances(cursor, rows, known, came):
    joined = []
    for key, _state, office, name, other, phone, nik, lookup, region, consented, version, created in rows:
        named = other or name
        call = (office, phone, build_name_key(named))
        person = known.find(office, lookup, call)
        if person is None and not came:
            continue
        if person is None:
            values = [office, named, call[2], phone, nik, lookup, region, consented, version, created]
            cursor.execute(NEW_PERSON, values)
            [(person,)] = cursor.fetchall()
        elif came and lookup and person not in known.nik_of:
            cursor.execute(
                "UPDATE consultations_person SET nik_ciphertext = %s, nik_lookup = %s WHERE id = %s",
                [nik, lookup, person],
            )
        if came:
            known.learn(person, office, lookup, call)
        joined.append((person, key))
    cursor.executemany("UPDATE consultations_attendance SET person_id = %s WHERE id = %s", joined)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_people_and_houses")]

    operations = [AskDatabase(join_people_and_houses, migrations.RunPython.noop)]
