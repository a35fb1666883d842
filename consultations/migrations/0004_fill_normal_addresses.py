from django.db import migrations

from consultations.people.addresses import normalise_address


def fill_normal_addresses(apps, schema_editor):
    """Give the houses that were written before the normal form of their addresses."""
    houses = apps.get_model("consultations", "House").objects.filter(address_key="").select_related("region")
    found = []
    for house in houses.iterator(chunk_size=2000):
        region = house.region.name if house.region else ""
        house.address_key = normalise_address(house.address, region)
        found.append(house)
    houses.model.objects.bulk_update(found, ["address_key"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_houses_by_normal_address")]

    operations = [migrations.RunPython(fill_normal_addresses, migrations.RunPython.noop)]
