from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_join_people_and_houses")]

    operations = [
        migrations.AddConstraint(
            model_name="house",
            constraint=models.UniqueConstraint(
                condition=models.Q(("address_key", ""), _negated=True),
                fields=("region", "address_key", "mark"),
                name="consultations_house_once",
                nulls_distinct=False,
                violation_error_message="Rumah di alamat ini sudah tercatat; tulis penandanya bila ini rumah lain.",
            ),
        )
    ]
