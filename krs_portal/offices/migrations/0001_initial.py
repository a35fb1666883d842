import datetime
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, verbose_name='kode')),
                ('kind', models.CharField(choices=[('PROVINCE', 'Provinsi'), ('KABUPATEN', 'Kabupaten'), ('KOTA', 'Kota'), ('KECAMATAN', 'Kecamatan')], max_length=10, verbose_name='jenis')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='offices.region')),
                ('valid_from', models.DateField(default=datetime.date(1945, 8, 17), verbose_name='berlaku dari')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
            ],
            options={
                'verbose_name': 'wilayah',
                'verbose_name_plural': 'wilayah',
                'indexes': [models.Index(fields=['parent', 'name'], name='offices_region_by_parent')],
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='offices_region_code_once', violation_error_message='Kode wilayah ini sudah ada untuk tanggal mulai yang sama.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'PROVINCE'), ('parent__isnull', True)), models.Q(models.Q(('kind', 'PROVINCE'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='offices_region_has_parent', violation_error_message='Hanya provinsi yang tidak berada di bawah wilayah lain.'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='offices_region_valid_order', violation_error_message='Masa berlaku berakhir sebelum dimulai.')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day_on', models.DateField(verbose_name='tanggal')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('kind', models.CharField(choices=[('NATIONAL', 'Libur nasional'), ('JOINT_LEAVE', 'Cuti bersama'), ('REGIONAL', 'Libur daerah')], default='NATIONAL', max_length=12, verbose_name='jenis')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holidays', to='offices.region')),
                ('is_observed', models.BooleanField(default=True, verbose_name='kantor tutup')),
            ],
            options={
                'verbose_name': 'hari libur',
                'verbose_name_plural': 'hari libur',
                'constraints': [models.UniqueConstraint(fields=('day_on', 'name', 'region'), name='offices_holiday_once', nulls_distinct=False, violation_error_message='Hari libur ini sudah ada.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'REGIONAL'), ('region__isnull', False)), models.Q(models.Q(('kind', 'REGIONAL'), _negated=True), ('region__isnull', True)), _connector='OR'), name='offices_regional_holiday_has_region', violation_error_message='Libur daerah menyebut wilayahnya; libur nasional tidak.')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='kode')),
                ('kind', models.CharField(choices=[('DIRECTORATE', 'Direktorat'), ('BALAI', 'Balai'), ('SATKER', 'Satker'), ('PROVINCIAL_AGENCY', 'Dinas provinsi'), ('LOCAL_AGENCY', 'Dinas kab/kota')], max_length=20, verbose_name='jenis')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='offices.office')),
                ('time_zone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=20, verbose_name='zona waktu')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices_seated', to='offices.region')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='alamat')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telepon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel')),
                ('opened_on', models.DateField(default=datetime.date(2020, 6, 19), verbose_name='berdiri')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ditutup')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='offices.office')),
            ],
            options={
                'verbose_name': 'unit kerja',
                'verbose_name_plural': 'unit kerja',
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='offices_office_life_order', violation_error_message='Unit ditutup sebelum berdiri.'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(models.Q(('successor', models.F('pk')), _negated=True), ('closed_on__isnull', False)), _connector='OR'), name='offices_office_successor_after_close', violation_error_message='Hanya unit yang sudah ditutup yang punya penerus, dan bukan dirinya.')],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coverage', to='offices.office')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverage', to='offices.region')),
                ('valid_from', models.DateField(default=datetime.date(2020, 6, 19), verbose_name='berlaku dari')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
            ],
            options={
                'verbose_name': 'wilayah kerja',
                'verbose_name_plural': 'wilayah kerja',
                'constraints': [models.UniqueConstraint(fields=('office', 'region', 'valid_from'), name='offices_coverage_once', violation_error_message='Wilayah ini sudah tercatat untuk unit ini.'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='offices_coverage_valid_order', violation_error_message='Masa berlaku berakhir sebelum dimulai.')],
            },
        ),
        migrations.CreateModel(
            name='OfficeName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='offices.office')),
                ('name', models.CharField(max_length=200, verbose_name='nama')),
                ('short_name', models.CharField(max_length=60, verbose_name='singkatan')),
                ('valid_from', models.DateField(default=datetime.date(2020, 6, 19), verbose_name='berlaku dari')),
            ],
            options={
                'verbose_name': 'nama unit kerja',
                'verbose_name_plural': 'nama unit kerja',
                'constraints': [models.UniqueConstraint(fields=('office', 'valid_from'), name='offices_name_once_a_day', violation_error_message='Unit ini sudah punya nama mulai tanggal itu.')],
            },
        ),
        migrations.CreateModel(
            name='OfficeNameEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='offices.officename')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office')),
                ('name', models.CharField(max_length=200, verbose_name='nama')),
                ('short_name', models.CharField(max_length=60, verbose_name='singkatan')),
                ('valid_from', models.DateField(default=datetime.date(2020, 6, 19), verbose_name='berlaku dari')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OfficeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='offices.office')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=20, verbose_name='kode')),
                ('kind', models.CharField(choices=[('DIRECTORATE', 'Direktorat'), ('BALAI', 'Balai'), ('SATKER', 'Satker'), ('PROVINCIAL_AGENCY', 'Dinas provinsi'), ('LOCAL_AGENCY', 'Dinas kab/kota')], max_length=20, verbose_name='jenis')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office')),
                ('time_zone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=20, verbose_name='zona waktu')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.region')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='alamat')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telepon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel')),
                ('opened_on', models.DateField(default=datetime.date(2020, 6, 19), verbose_name='berdiri')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ditutup')),
                ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HolidayEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='offices.holiday')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('day_on', models.DateField(verbose_name='tanggal')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('kind', models.CharField(choices=[('NATIONAL', 'Libur nasional'), ('JOINT_LEAVE', 'Cuti bersama'), ('REGIONAL', 'Libur daerah')], default='NATIONAL', max_length=12, verbose_name='jenis')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.region')),
                ('is_observed', models.BooleanField(default=True, verbose_name='kantor tutup')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CoverageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='offices.coverage')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office')),
                ('region', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.region')),
                ('valid_from', models.DateField(default=datetime.date(2020, 6, 19), verbose_name='berlaku dari')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='offices.office')),
                ('role', models.CharField(choices=[('OFFICER', 'Petugas'), ('HEAD', 'Kepala'), ('EVALUATOR', 'Evaluator kementerian'), ('OPERATOR', 'Operator kab/kota'), ('AUDITOR', 'Auditor'), ('ADMIN', 'Administrator')], max_length=10, verbose_name='peran')),
                ('started_on', models.DateField(verbose_name='mulai')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='berakhir')),
            ],
            options={
                'verbose_name': 'keanggotaan',
                'verbose_name_plural': 'keanggotaan',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('user', 'office', 'role'), name='offices_membership_once', violation_error_message='Peran ini sudah dimiliki orang tersebut di unit ini.'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='offices_membership_order', violation_error_message='Peran berakhir sebelum dimulai.')],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='offices.membership')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office')),
                ('role', models.CharField(choices=[('OFFICER', 'Petugas'), ('HEAD', 'Kepala'), ('EVALUATOR', 'Evaluator kementerian'), ('OPERATOR', 'Operator kab/kota'), ('AUDITOR', 'Auditor'), ('ADMIN', 'Administrator')], max_length=10, verbose_name='peran')),
                ('started_on', models.DateField(verbose_name='mulai')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='berakhir')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_membershipevent" ("ended_on", "id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (NEW."ended_on", NEW."id", NEW."office_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."started_on", NEW."user_id"); RETURN NULL;', hash='ff212d72d050fc9a801689ffdf824287d0e12985', operation='INSERT', pgid='pgtrigger_insert_insert_645ff', table='offices_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "offices_membershipevent" ("ended_on", "id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (NEW."ended_on", NEW."id", NEW."office_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."started_on", NEW."user_id"); RETURN NULL;', hash='69d46ff2c47aade7291ad756cd52b8426ea2b8c4', operation='UPDATE', pgid='pgtrigger_update_update_0674c', table='offices_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_membershipevent" ("ended_on", "id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (OLD."ended_on", OLD."id", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."started_on", OLD."user_id"); RETURN NULL;', hash='3a7d392b385dc2da5a81f27eda93c109b50befc7', operation='DELETE', pgid='pgtrigger_delete_delete_635b5', table='offices_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officename',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_officenameevent" ("id", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name", "valid_from") VALUES (NEW."id", NEW."name", NEW."office_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."short_name", NEW."valid_from"); RETURN NULL;', hash='5a2b2a030d5646ef89d96640a3a4632d900c0446', operation='INSERT', pgid='pgtrigger_insert_insert_8453d', table='offices_officename', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officename',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "offices_officenameevent" ("id", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name", "valid_from") VALUES (NEW."id", NEW."name", NEW."office_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."short_name", NEW."valid_from"); RETURN NULL;', hash='ab0036f4cdde52e2d0d6167330dc891e2d1e8738', operation='UPDATE', pgid='pgtrigger_update_update_bc447', table='offices_officename', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officename',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_officenameevent" ("id", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name", "valid_from") VALUES (OLD."id", OLD."name", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."short_name", OLD."valid_from"); RETURN NULL;', hash='b8eecbb50380e54171055135178719c437c71c5d', operation='DELETE', pgid='pgtrigger_delete_delete_80d4c', table='offices_officename', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_officeevent" ("address", "closed_on", "code", "email", "id", "kind", "opened_on", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_id", "successor_id", "time_zone") VALUES (NEW."address", NEW."closed_on", NEW."code", NEW."email", NEW."id", NEW."kind", NEW."opened_on", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."region_id", NEW."successor_id", NEW."time_zone"); RETURN NULL;', hash='ab5774b9a64d3e98d70b886455f392c93af1b3a6', operation='INSERT', pgid='pgtrigger_insert_insert_40732', table='offices_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "offices_officeevent" ("address", "closed_on", "code", "email", "id", "kind", "opened_on", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_id", "successor_id", "time_zone") VALUES (NEW."address", NEW."closed_on", NEW."code", NEW."email", NEW."id", NEW."kind", NEW."opened_on", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."region_id", NEW."successor_id", NEW."time_zone"); RETURN NULL;', hash='66f727552940c4cc464e246aea9ba48ac35409f0', operation='UPDATE', pgid='pgtrigger_update_update_2fc86', table='offices_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_officeevent" ("address", "closed_on", "code", "email", "id", "kind", "opened_on", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_id", "successor_id", "time_zone") VALUES (OLD."address", OLD."closed_on", OLD."code", OLD."email", OLD."id", OLD."kind", OLD."opened_on", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."region_id", OLD."successor_id", OLD."time_zone"); RETURN NULL;', hash='0fa8778795ce05a3f8472363ef4f22f42d2316fc', operation='DELETE', pgid='pgtrigger_delete_delete_5a956', table='offices_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holiday',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_holidayevent" ("day_on", "id", "is_observed", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (NEW."day_on", NEW."id", NEW."is_observed", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id"); RETURN NULL;', hash='3b40d02f9d3e9bec4017f8eba552f326d2c34710', operation='INSERT', pgid='pgtrigger_insert_insert_cde6b', table='offices_holiday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holiday',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "offices_holidayevent" ("day_on", "id", "is_observed", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (NEW."day_on", NEW."id", NEW."is_observed", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id"); RETURN NULL;', hash='38eccf13665a34e0abf4885b594dfccd1093e798', operation='UPDATE', pgid='pgtrigger_update_update_1b368', table='offices_holiday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holiday',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_holidayevent" ("day_on", "id", "is_observed", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (OLD."day_on", OLD."id", OLD."is_observed", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id"); RETURN NULL;', hash='2cc7d34a3cb2ca793362fe480be75319e13d0e0a', operation='DELETE', pgid='pgtrigger_delete_delete_2360f', table='offices_holiday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coverage',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_coverageevent" ("id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "valid_from", "valid_until") VALUES (NEW."id", NEW."office_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='9d78e793ff8972de2f40aab5fd21e28123b7fc4d', operation='INSERT', pgid='pgtrigger_insert_insert_0572b', table='offices_coverage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coverage',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "offices_coverageevent" ("id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "valid_from", "valid_until") VALUES (NEW."id", NEW."office_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='3d4e4b434e6ff2fa26dcb6a27bc097a1f0b3c6ab', operation='UPDATE', pgid='pgtrigger_update_update_f6023', table='offices_coverage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coverage',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offices_coverageevent" ("id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "valid_from", "valid_until") VALUES (OLD."id", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='1c9b988a605df21a63890d7539a697549cf85b31', operation='DELETE', pgid='pgtrigger_delete_delete_bbf9d', table='offices_coverage', when='AFTER')),
        ),
    ]
