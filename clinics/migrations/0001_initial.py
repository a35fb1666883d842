import datetime
import django.db.models.deletion
import django.utils.timezone
import krs_portal.kit.constraints
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('offices', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True, verbose_name='kode')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('unit', models.CharField(choices=[('SERVICE', 'layanan'), ('SESSION', 'sesi'), ('PERSON', 'orang'), ('GROUP', 'kelompok'), ('HOUSE', 'unit rumah'), ('PERCENT', 'persen'), ('INDEX', 'nilai 25-100')], max_length=10, verbose_name='satuan')),
                ('definition', models.TextField(verbose_name='definisi')),
            ],
            options={
                'verbose_name': 'indikator',
                'verbose_name_plural': 'indikator',
            },
        ),
        migrations.CreateModel(
            name='IndicatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.indicator')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=30, verbose_name='kode')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('unit', models.CharField(choices=[('SERVICE', 'layanan'), ('SESSION', 'sesi'), ('PERSON', 'orang'), ('GROUP', 'kelompok'), ('HOUSE', 'unit rumah'), ('PERCENT', 'persen'), ('INDEX', 'nilai 25-100')], max_length=10, verbose_name='satuan')),
                ('definition', models.TextField(verbose_name='definisi')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MonthTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clinics.indicator')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('month', models.DateField()),
                ('quantity', models.BigIntegerField()),
                ('entries', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('indicator', 'office', 'month'), name='clinics_monthtally_once')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='offices.office')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('kind', models.CharField(choices=[('OFFICE', 'Pojok KRS di kantor'), ('MPP', 'Loket Mal Pelayanan Publik'), ('POP_UP', 'Klinik keliling'), ('ONLINE', 'Daring')], default='OFFICE', max_length=10, verbose_name='jenis')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='alamat')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='places', to='offices.region')),
                ('directions', models.CharField(blank=True, max_length=300, verbose_name='petunjuk')),
                ('opened_on', models.DateField(default=datetime.date(2022, 1, 3), verbose_name='dibuka')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ditutup')),
            ],
            options={
                'verbose_name': 'tempat layanan',
                'verbose_name_plural': 'tempat layanan',
                'constraints': [models.UniqueConstraint(fields=('office', 'name'), name='clinics_place_name_once', violation_error_message='Unit ini sudah punya tempat layanan dengan nama itu.'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='clinics_place_life_order', violation_error_message='Tempat ditutup sebelum dibuka.')],
            },
        ),
        migrations.CreateModel(
            name='PlaceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.place')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('kind', models.CharField(choices=[('OFFICE', 'Pojok KRS di kantor'), ('MPP', 'Loket Mal Pelayanan Publik'), ('POP_UP', 'Klinik keliling'), ('ONLINE', 'Daring')], default='OFFICE', max_length=10, verbose_name='jenis')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='alamat')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.region')),
                ('directions', models.CharField(blank=True, max_length=300, verbose_name='petunjuk')),
                ('opened_on', models.DateField(default=datetime.date(2022, 1, 3), verbose_name='dibuka')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ditutup')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportingPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('YEAR', 'Tahun'), ('SEMESTER', 'Semester'), ('QUARTER', 'Triwulan'), ('MONTH', 'Bulan')], default='YEAR', max_length=10, verbose_name='jenis')),
                ('name', models.CharField(max_length=60, verbose_name='nama')),
                ('starts_on', models.DateField(verbose_name='mulai')),
                ('ends_on', models.DateField(verbose_name='sampai')),
                ('locked_at', models.DateTimeField(blank=True, null=True, verbose_name='dikunci')),
                ('locked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'periode pelaporan',
                'verbose_name_plural': 'periode pelaporan',
                'constraints': [models.UniqueConstraint(fields=('kind', 'starts_on'), name='clinics_period_once', violation_error_message='Periode ini sudah ada.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='clinics_period_order', violation_error_message='Periode berakhir sebelum dimulai.'), models.CheckConstraint(condition=models.Q(models.Q(('locked_at__isnull', True), ('locked_by__isnull', True)), models.Q(('locked_at__isnull', False), ('locked_by__isnull', False)), _connector='OR'), name='clinics_period_lock_signed', violation_error_message='Penguncian mencatat siapa dan kapan.')],
            },
        ),
        migrations.CreateModel(
            name='ReportingPeriodEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.reportingperiod')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('YEAR', 'Tahun'), ('SEMESTER', 'Semester'), ('QUARTER', 'Triwulan'), ('MONTH', 'Bulan')], default='YEAR', max_length=10, verbose_name='jenis')),
                ('name', models.CharField(max_length=60, verbose_name='nama')),
                ('starts_on', models.DateField(verbose_name='mulai')),
                ('ends_on', models.DateField(verbose_name='sampai')),
                ('locked_at', models.DateTimeField(blank=True, null=True, verbose_name='dikunci')),
                ('locked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clinics.indicator')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('happened_on', models.DateField()),
                ('recorded_on', models.DateField()),
                ('quantity', models.BigIntegerField()),
                ('entries', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('indicator', 'office', 'happened_on', 'recorded_on'), name='clinics_tally_once')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='offices.office', verbose_name='unit kerja')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='clinics.indicator', verbose_name='indikator')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='clinics.reportingperiod', verbose_name='periode')),
            ],
            options={
                'verbose_name': 'target',
                'verbose_name_plural': 'target',
                'constraints': [models.UniqueConstraint(fields=('office', 'indicator', 'period'), name='clinics_target_once', violation_error_message='Unit ini sudah punya target untuk indikator dan periode tersebut. Ubah lewat revisi target.')],
            },
        ),
        migrations.CreateModel(
            name='TargetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.target')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office', verbose_name='unit kerja')),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.indicator', verbose_name='indikator')),
                ('period', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.reportingperiod', verbose_name='periode')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TargetRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='clinics.target')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='revisi ke-')),
                ('quantity', models.IntegerField(verbose_name='jumlah')),
                ('decree', models.CharField(max_length=200, verbose_name='dasar penetapan')),
                ('decided_on', models.DateField(verbose_name='ditetapkan')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'revisi target',
                'verbose_name_plural': 'revisi target',
                'constraints': [models.UniqueConstraint(fields=('target', 'number'), name='clinics_target_revision_once', violation_error_message='Nomor revisi ini sudah ada.'), models.CheckConstraint(condition=models.Q(('quantity__isnull', True), ('quantity__gte', 0), _connector='OR'), name='clinics_target_not_negative', violation_error_message='Target tidak boleh kurang dari 0.')],
            },
        ),
        migrations.CreateModel(
            name='TargetRevisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.targetrevision')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('target', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.target')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='revisi ke-')),
                ('quantity', models.IntegerField(verbose_name='jumlah')),
                ('decree', models.CharField(max_length=200, verbose_name='dasar penetapan')),
                ('decided_on', models.DateField(verbose_name='ditetapkan')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='clinics.place')),
                ('starts_on', models.DateField(verbose_name='mulai')),
                ('ends_on', models.DateField(verbose_name='sampai')),
                ('reason', models.CharField(max_length=200, verbose_name='alasan yang diumumkan')),
            ],
            options={
                'verbose_name': 'penutupan',
                'verbose_name_plural': 'penutupan',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='clinics_closure_order', violation_error_message='Penutupan berakhir sebelum dimulai.'), models.UniqueConstraint(fields=('place', 'starts_on'), name='clinics_closure_once', violation_error_message='Penutupan mulai tanggal itu sudah ada.')],
            },
        ),
        migrations.CreateModel(
            name='CountingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='clinics.indicator')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='versi')),
                ('measure', models.CharField(choices=[('CONSULTATION', 'satu per konsultasi yang ditutup, perseorangan atau kelompok'), ('SESSION', 'satu per pertemuan'), ('PERSON', 'jumlah orang yang hadir'), ('GROUP', 'satu per konsultasi kelompok'), ('ASSISTED_HOUSE', 'satu per rumah yang mendapat bantuan teknis, sekali setahun')], max_length=20, verbose_name='yang dihitung')),
                ('statement', models.TextField(verbose_name='bunyi aturan')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='dasar')),
                ('valid_from', models.DateField(verbose_name='berlaku dari')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
            ],
            options={
                'verbose_name': 'aturan hitung',
                'verbose_name_plural': 'aturan hitung',
                'constraints': [models.UniqueConstraint(fields=('indicator', 'version'), name='clinics_rule_version_once', violation_error_message='Versi aturan ini sudah ada.'), models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('indicator',), name='clinics_rule_one_open', violation_error_message='Akhiri dahulu aturan yang masih berlaku.'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='clinics_rule_valid_order', violation_error_message='Masa berlaku berakhir sebelum dimulai.')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='clinics.place')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Senin'), (2, 'Selasa'), (3, 'Rabu'), (4, 'Kamis'), (5, 'Jumat'), (6, 'Sabtu'), (7, 'Minggu')], verbose_name='hari')),
                ('opens_at', models.TimeField(verbose_name='buka')),
                ('closes_at', models.TimeField(verbose_name='tutup')),
            ],
            options={
                'verbose_name': 'jam layanan',
                'verbose_name_plural': 'jam layanan',
                'constraints': [models.UniqueConstraint(fields=('place', 'weekday', 'opens_at'), name='clinics_hours_once', violation_error_message='Jam layanan ini sudah ada.'), models.CheckConstraint(condition=models.Q(('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='clinics_hours_order', violation_error_message='Jam tutup harus sesudah jam buka.')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.openinghours')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('place', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.place')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Senin'), (2, 'Selasa'), (3, 'Rabu'), (4, 'Kamis'), (5, 'Jumat'), (6, 'Sabtu'), (7, 'Minggu')], verbose_name='hari')),
                ('opens_at', models.TimeField(verbose_name='buka')),
                ('closes_at', models.TimeField(verbose_name='tutup')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PeriodException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='clinics.reportingperiod')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('granted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='diberikan')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pengecualian periode',
                'verbose_name_plural': 'pengecualian periode',
            },
        ),
        migrations.CreateModel(
            name='PeriodExceptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.periodexception')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('period', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.reportingperiod')),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('granted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='diberikan')),
                ('granted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PublishedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='clinics.indicator')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='clinics.reportingperiod')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published', to='offices.office')),
                ('value', models.IntegerField(verbose_name='nilai')),
                ('as_at', models.DateField(verbose_name='data per')),
                ('stated_on', models.DateField(verbose_name='dinyatakan')),
                ('source', models.CharField(max_length=300, verbose_name='sumber')),
                ('link', models.URLField(blank=True, verbose_name='tautan')),
            ],
            options={
                'verbose_name': 'angka terpublikasi',
                'verbose_name_plural': 'angka terpublikasi',
                'constraints': [models.UniqueConstraint(fields=('indicator', 'period', 'office', 'as_at', 'source'), name='clinics_published_once', nulls_distinct=False, violation_error_message='Angka dari sumber ini sudah dicatat.')],
            },
        ),
        migrations.CreateModel(
            name='PublishedFigureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.publishedfigure')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.indicator')),
                ('period', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.reportingperiod')),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='offices.office')),
                ('value', models.IntegerField(verbose_name='nilai')),
                ('as_at', models.DateField(verbose_name='data per')),
                ('stated_on', models.DateField(verbose_name='dinyatakan')),
                ('source', models.CharField(max_length=300, verbose_name='sumber')),
                ('link', models.URLField(blank=True, verbose_name='tautan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClosureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.closure')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('place', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.place')),
                ('starts_on', models.DateField(verbose_name='mulai')),
                ('ends_on', models.DateField(verbose_name='sampai')),
                ('reason', models.CharField(max_length=200, verbose_name='alasan yang diumumkan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CountingRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clinics.countingrule')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clinics.indicator')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='versi')),
                ('measure', models.CharField(choices=[('CONSULTATION', 'satu per konsultasi yang ditutup, perseorangan atau kelompok'), ('SESSION', 'satu per pertemuan'), ('PERSON', 'jumlah orang yang hadir'), ('GROUP', 'satu per konsultasi kelompok'), ('ASSISTED_HOUSE', 'satu per rumah yang mendapat bantuan teknis, sekali setahun')], max_length=20, verbose_name='yang dihitung')),
                ('statement', models.TextField(verbose_name='bunyi aturan')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='dasar')),
                ('valid_from', models.DateField(verbose_name='berlaku dari')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clinics.indicator')),
                ('rule', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clinics.countingrule')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('happened_on', models.DateField(verbose_name='terjadi')),
                ('recorded_at', models.DateTimeField(verbose_name='dicatat')),
                ('source_kind', models.SlugField(db_index=False, max_length=20, verbose_name='jenis sumber')),
                ('source_key', models.BigIntegerField(verbose_name='kunci sumber')),
                ('quantity', models.IntegerField(verbose_name='jumlah')),
                ('reversal_of', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='clinics.ledgerentry')),
                ('exception', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='clinics.periodexception')),
                ('posted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'entri buku capaian',
                'verbose_name_plural': 'buku capaian',
                'indexes': [models.Index(fields=['office', 'indicator', 'happened_on', 'id'], name='clinics_entry_by_office'), models.Index(fields=['source_kind', 'source_key'], name='clinics_entry_by_source')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quantity__gt', 0), ('reversal_of__isnull', True)), models.Q(('quantity__lt', 0), ('reversal_of__isnull', False)), _connector='OR'), name='clinics_entry_sign', violation_error_message='Entri bernilai positif; pembalikan bernilai negatif.'), models.CheckConstraint(condition=models.Q(('happened_on__lte', krs_portal.kit.constraints.DayInLastZone(models.F('recorded_at')))), name='clinics_entry_not_in_future', violation_error_message='Tanggal kejadian tidak boleh sesudah tanggal pencatatan.')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_indicatorevent" ("code", "definition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."code", NEW."definition", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit"); RETURN NULL;', hash='c4c28f4d9879c22ed5f2d214162754412c8df65d', operation='INSERT', pgid='pgtrigger_insert_insert_5c8fe', table='clinics_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_indicatorevent" ("code", "definition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."code", NEW."definition", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit"); RETURN NULL;', hash='df278cdf0cab07c95b0a0555cf3b0f365e943447', operation='UPDATE', pgid='pgtrigger_update_update_acfce', table='clinics_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_indicatorevent" ("code", "definition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (OLD."code", OLD."definition", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit"); RETURN NULL;', hash='b819f7da64d47bb60f509350f963a57afa9e470e', operation='DELETE', pgid='pgtrigger_delete_delete_8c2e6', table='clinics_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countingrule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_countingruleevent" ("basis", "id", "indicator_id", "measure", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement", "valid_from", "valid_until", "version") VALUES (NEW."basis", NEW."id", NEW."indicator_id", NEW."measure", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."statement", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='6b550101af7bd59d0c03e2329fabe345f3aee0bd', operation='INSERT', pgid='pgtrigger_insert_insert_5e7e3', table='clinics_countingrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countingrule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_countingruleevent" ("basis", "id", "indicator_id", "measure", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement", "valid_from", "valid_until", "version") VALUES (NEW."basis", NEW."id", NEW."indicator_id", NEW."measure", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."statement", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='d48739f30cc327df0487138a665578233674cfbb', operation='UPDATE', pgid='pgtrigger_update_update_97dee', table='clinics_countingrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countingrule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_countingruleevent" ("basis", "id", "indicator_id", "measure", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement", "valid_from", "valid_until", "version") VALUES (OLD."basis", OLD."id", OLD."indicator_id", OLD."measure", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."statement", OLD."valid_from", OLD."valid_until", OLD."version"); RETURN NULL;', hash='da9898d16676e6a95d87d2f7d9568395f5061477', operation='DELETE', pgid='pgtrigger_delete_delete_7380a', table='clinics_countingrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerentry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='18a6a42d06d790dd92b8fb2f0e97300fc56b15fc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5c835', table='clinics_ledgerentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerentry',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is never emptied', TG_TABLE_NAME;", hash='5d06bc984500060bb85d8ddaea0864915b562ecd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_87297', table='clinics_ledgerentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerentry',
            trigger=pgtrigger.compiler.Trigger(name='guard_postings', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM fresh n JOIN clinics_ledgerentry o ON o.id = n.reversal_of_id\n        WHERE o.reversal_of_id IS NOT NULL\n           OR (o.rule_id, o.office_id, o.happened_on, o.source_kind, o.source_key, -o.quantity)\n              IS DISTINCT FROM (n.rule_id, n.office_id, n.happened_on, n.source_kind, n.source_key, n.quantity)\n    ) THEN\n        RAISE EXCEPTION 'a reversal must mirror the entry it reverses'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_reversal_mirrors';\n    END IF;\n    IF EXISTS (\n        SELECT FROM (SELECT DISTINCT rule_id, indicator_id, happened_on FROM fresh) n\n        JOIN clinics_countingrule r ON r.id = n.rule_id\n        WHERE r.indicator_id <> n.indicator_id\n           OR n.happened_on < r.valid_from OR n.happened_on > r.valid_until\n    ) THEN\n        RAISE EXCEPTION 'an entry must follow a rule of its own indicator that was in force on its day'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_entry_follows_rule';\n    END IF;\n    IF EXISTS (\n        SELECT FROM fresh n\n        JOIN clinics_reportingperiod p ON n.happened_on BETWEEN p.starts_on AND p.ends_on\n        WHERE p.locked_at IS NOT NULL AND NOT EXISTS (\n            SELECT FROM clinics_periodexception e WHERE e.id = n.exception_id AND e.period_id = p.id\n        )\n    ) THEN\n        RAISE EXCEPTION 'the period is locked; an entry needs a recorded exception'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_period_locked';\n    END IF;\n    RETURN NULL;\n    ", hash='84e8cd40fd67b1beaa2c76f17f3e13f43d0c17d6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_guard_postings_98ef8', referencing='REFERENCING NEW TABLE AS fresh ', table='clinics_ledgerentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerentry',
            trigger=pgtrigger.compiler.Trigger(name='keep_tallies', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    INSERT INTO clinics_tally AS t (indicator_id, office_id, happened_on, recorded_on, quantity, entries)\n    SELECT n.indicator_id, n.office_id, n.happened_on, (n.recorded_at AT TIME ZONE 'Asia/Jakarta')::date, sum(n.quantity), count(*)\n    FROM fresh n GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4\n    ON CONFLICT (indicator_id, office_id, happened_on, recorded_on)\n    DO UPDATE SET quantity = t.quantity + excluded.quantity, entries = t.entries + excluded.entries;\n\n    INSERT INTO clinics_monthtally AS t (indicator_id, office_id, month, quantity, entries)\n    SELECT n.indicator_id, n.office_id, date_trunc('month', n.happened_on)::date, sum(n.quantity), count(*)\n    FROM fresh n GROUP BY 1, 2, 3 ORDER BY 1, 2, 3\n    ON CONFLICT (indicator_id, office_id, month)\n    DO UPDATE SET quantity = t.quantity + excluded.quantity, entries = t.entries + excluded.entries;\n    RETURN NULL;\n    ", hash='697c29272ac4b936b85dbbf52d2a6389e7222fea', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_tallies_9e128', referencing='REFERENCING NEW TABLE AS fresh ', table='clinics_ledgerentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_placeevent" ("address", "closed_on", "directions", "id", "kind", "name", "office_id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (NEW."address", NEW."closed_on", NEW."directions", NEW."id", NEW."kind", NEW."name", NEW."office_id", NEW."opened_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id"); RETURN NULL;', hash='9f967f8084522d62265ba630626da088a06e48db', operation='INSERT', pgid='pgtrigger_insert_insert_e224f', table='clinics_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_placeevent" ("address", "closed_on", "directions", "id", "kind", "name", "office_id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (NEW."address", NEW."closed_on", NEW."directions", NEW."id", NEW."kind", NEW."name", NEW."office_id", NEW."opened_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id"); RETURN NULL;', hash='43cb2c727e622241a1e6545eb8dc6e83a00c81a2', operation='UPDATE', pgid='pgtrigger_update_update_c392a', table='clinics_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_placeevent" ("address", "closed_on", "directions", "id", "kind", "name", "office_id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (OLD."address", OLD."closed_on", OLD."directions", OLD."id", OLD."kind", OLD."name", OLD."office_id", OLD."opened_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id"); RETURN NULL;', hash='f212f8315a5443c2453219315046791c88614421', operation='DELETE', pgid='pgtrigger_delete_delete_9c72f', table='clinics_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_openinghoursevent" ("closes_at", "id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "weekday") VALUES (NEW."closes_at", NEW."id", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."weekday"); RETURN NULL;', hash='880ea176d80dc25d9100a5b1f8fc7c9e692dff11', operation='INSERT', pgid='pgtrigger_insert_insert_591b5', table='clinics_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_openinghoursevent" ("closes_at", "id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "weekday") VALUES (NEW."closes_at", NEW."id", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."weekday"); RETURN NULL;', hash='5b47d52ea55d552e524e30122c49466dc8706511', operation='UPDATE', pgid='pgtrigger_update_update_4e8e5', table='clinics_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_openinghoursevent" ("closes_at", "id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "weekday") VALUES (OLD."closes_at", OLD."id", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."weekday"); RETURN NULL;', hash='00648cf91d6abb8ac45588abc214d8de1b88ab07', operation='DELETE', pgid='pgtrigger_delete_delete_02426', table='clinics_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_closureevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "starts_on") VALUES (NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."reason", NEW."starts_on"); RETURN NULL;', hash='687f9b29917a7bb223ec77e6a03b95515befefb3', operation='INSERT', pgid='pgtrigger_insert_insert_bd29c', table='clinics_closure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_closureevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "starts_on") VALUES (NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."reason", NEW."starts_on"); RETURN NULL;', hash='da7f4fc9b43e873dc2697f2ecc4ec66ede4907ab', operation='UPDATE', pgid='pgtrigger_update_update_d6e8d', table='clinics_closure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_closureevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "starts_on") VALUES (OLD."ends_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."reason", OLD."starts_on"); RETURN NULL;', hash='c556a0039b43111e56c37d550a4c55313939dca9', operation='DELETE', pgid='pgtrigger_delete_delete_dac65', table='clinics_closure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportingperiod',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_reportingperiodevent" ("ends_on", "id", "kind", "locked_at", "locked_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."kind", NEW."locked_at", NEW."locked_by_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='542066635d40c3f42a1a7556cec8a77f36e4f1cd', operation='INSERT', pgid='pgtrigger_insert_insert_d64b8', table='clinics_reportingperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportingperiod',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_reportingperiodevent" ("ends_on", "id", "kind", "locked_at", "locked_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."kind", NEW."locked_at", NEW."locked_by_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='15abfc8a61ef8f9087776cacf5fa32263348eedb', operation='UPDATE', pgid='pgtrigger_update_update_77484', table='clinics_reportingperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportingperiod',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_reportingperiodevent" ("ends_on", "id", "kind", "locked_at", "locked_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."kind", OLD."locked_at", OLD."locked_by_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;', hash='639d926888a5142825ceaf6f75eae90a971a3ad1', operation='DELETE', pgid='pgtrigger_delete_delete_85e69', table='clinics_reportingperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedfigure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_publishedfigureevent" ("as_at", "id", "indicator_id", "link", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "stated_on", "value") VALUES (NEW."as_at", NEW."id", NEW."indicator_id", NEW."link", NEW."office_id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."stated_on", NEW."value"); RETURN NULL;', hash='aa25c4a3f145c0884c83abfa8518350117da6584', operation='INSERT', pgid='pgtrigger_insert_insert_70e2e', table='clinics_publishedfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedfigure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_publishedfigureevent" ("as_at", "id", "indicator_id", "link", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "stated_on", "value") VALUES (NEW."as_at", NEW."id", NEW."indicator_id", NEW."link", NEW."office_id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."stated_on", NEW."value"); RETURN NULL;', hash='ed0bd7b3203a13faf9559365e8dd216dc50785b0', operation='UPDATE', pgid='pgtrigger_update_update_26e2f', table='clinics_publishedfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedfigure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_publishedfigureevent" ("as_at", "id", "indicator_id", "link", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "stated_on", "value") VALUES (OLD."as_at", OLD."id", OLD."indicator_id", OLD."link", OLD."office_id", OLD."period_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."stated_on", OLD."value"); RETURN NULL;', hash='41d905e4215d01e0d5585be7ea7d63f284d888dc', operation='DELETE', pgid='pgtrigger_delete_delete_a0950', table='clinics_publishedfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='periodexception',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_periodexceptionevent" ("granted_at", "granted_by_id", "id", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."granted_at", NEW."granted_by_id", NEW."id", NEW."office_id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='45119e0fcc6c672fb7eb85a8603862386eb16bd6', operation='INSERT', pgid='pgtrigger_insert_insert_82223', table='clinics_periodexception', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='periodexception',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_periodexceptionevent" ("granted_at", "granted_by_id", "id", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."granted_at", NEW."granted_by_id", NEW."id", NEW."office_id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='07b7698166a5a81322432a7ef5e70a2ff51b0f7c', operation='UPDATE', pgid='pgtrigger_update_update_5d1ef', table='clinics_periodexception', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='periodexception',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_periodexceptionevent" ("granted_at", "granted_by_id", "id", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."granted_at", OLD."granted_by_id", OLD."id", OLD."office_id", OLD."period_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='91c41d7db460cb06b598be545ce590f2db9b42ba', operation='DELETE', pgid='pgtrigger_delete_delete_b430c', table='clinics_periodexception', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_targetevent" ("id", "indicator_id", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."indicator_id", NEW."office_id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='568d39059aaacb5ee0101bd03d224f70ce07ff22', operation='INSERT', pgid='pgtrigger_insert_insert_40c1a', table='clinics_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_targetevent" ("id", "indicator_id", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."indicator_id", NEW."office_id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='fbc8cd89a99762f54c511495807bf54cff7599b3', operation='UPDATE', pgid='pgtrigger_update_update_16dda', table='clinics_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_targetevent" ("id", "indicator_id", "office_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."indicator_id", OLD."office_id", OLD."period_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='7f2809cba7c602f2f5ad49e381979cc4417e19b4', operation='DELETE', pgid='pgtrigger_delete_delete_c5517', table='clinics_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targetrevision',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fc028bd039e8326b24b23f7cd7f052fda9d36fb1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bff2f', table='clinics_targetrevision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targetrevision',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is never emptied', TG_TABLE_NAME;", hash='21508669413fd47bf8a680b560d5a92a0b59d0f4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_898d1', table='clinics_targetrevision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targetrevision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_targetrevisionevent" ("decided_on", "decree", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "reason", "recorded_at", "recorded_by_id", "target_id") VALUES (NEW."decided_on", NEW."decree", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quantity", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."target_id"); RETURN NULL;', hash='e60641b676c961c9569f4cf81d5fa7a9fe1cbb89', operation='INSERT', pgid='pgtrigger_insert_insert_87ccd', table='clinics_targetrevision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targetrevision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clinics_targetrevisionevent" ("decided_on", "decree", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "reason", "recorded_at", "recorded_by_id", "target_id") VALUES (NEW."decided_on", NEW."decree", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quantity", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."target_id"); RETURN NULL;', hash='1f773325e6db305b6d898731b2217bf171a5d8e3', operation='UPDATE', pgid='pgtrigger_update_update_78a4c', table='clinics_targetrevision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targetrevision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clinics_targetrevisionevent" ("decided_on", "decree", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "reason", "recorded_at", "recorded_by_id", "target_id") VALUES (OLD."decided_on", OLD."decree", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quantity", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."target_id"); RETURN NULL;', hash='e3a9683c9ad397d3a356db318ba6e6517206d6f2', operation='DELETE', pgid='pgtrigger_delete_delete_07f09', table='clinics_targetrevision', when='AFTER')),
        ),
    ]
