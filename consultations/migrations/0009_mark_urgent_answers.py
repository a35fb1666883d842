from django.db import migrations


def mark_urgent_answers(apps, schema_editor):
    """The one answer of the questions of every new portal that speaks of danger; administrators mark their own."""
    choices = apps.get_model("consultations", "TriageChoice").objects
    choices.filter(channel="SITE_VISIT", advice__startswith="Jangan tempati").update(is_urgent=True)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0008_enquiries_standards_and_wishes")]

    operations = [migrations.RunPython(mark_urgent_answers, migrations.RunPython.noop)]
