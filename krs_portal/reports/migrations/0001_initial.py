import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import krs_portal.reports.codes
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
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=40, verbose_name='jenis')),
                ('params', models.JSONField(verbose_name='isian')),
                ('scope_key', models.CharField(editable=False, max_length=300)),
                ('title', models.CharField(max_length=200, verbose_name='judul')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dibuat')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'laporan',
                'verbose_name_plural': 'laporan',
                'constraints': [models.UniqueConstraint(fields=('kind', 'scope_key'), name='reports_report_once', violation_error_message='Laporan ini sudah ada; susun revisinya.')],
            },
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.report')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('kind', models.SlugField(db_index=False, max_length=40, verbose_name='jenis')),
                ('params', models.JSONField(verbose_name='isian')),
                ('scope_key', models.CharField(editable=False, max_length=300)),
                ('title', models.CharField(max_length=200, verbose_name='judul')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dibuat')),
                ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='reports.report')),
                ('number', models.PositiveSmallIntegerField(verbose_name='revisi ke-')),
                ('code', models.CharField(default=krs_portal.reports.codes.new_code, editable=False, max_length=11, unique=True, verbose_name='kode')),
                ('state', models.CharField(choices=[('QUEUED', 'Menunggu giliran'), ('RUNNING', 'Sedang disusun'), ('READY', 'Siap'), ('FAILED', 'Gagal disusun')], default='QUEUED', max_length=10, verbose_name='status')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='kemajuan')),
                ('step', models.CharField(blank=True, max_length=100, verbose_name='langkah')),
                ('attempts', models.PositiveSmallIntegerField(default=1, verbose_name='percobaan')),
                ('claim', models.UUIDField(blank=True, editable=False, null=True)),
                ('heartbeat_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='tanda kerja terakhir')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='kesalahan')),
                ('snapshot', models.JSONField(blank=True, null=True, verbose_name='salinan beku')),
                ('as_at', models.DateField(verbose_name='data per')),
                ('known_at', models.DateTimeField(verbose_name='seperti diketahui pada')),
                ('requested_at', models.DateTimeField(verbose_name='diminta')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rendered_at', models.DateTimeField(blank=True, null=True, verbose_name='tersusun')),
                ('publish_requested_at', models.DateTimeField(blank=True, null=True, verbose_name='penerbitan diminta')),
                ('publish_requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='terbit')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='reports.revision', verbose_name='menggantikan')),
            ],
            options={
                'verbose_name': 'revisi',
                'verbose_name_plural': 'revisi',
                'indexes': [models.Index(condition=models.Q(('state__in', ['QUEUED', 'RUNNING'])), fields=['heartbeat_at'], name='reports_revision_unfinished')],
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='reports_revision_once', violation_error_message='Nomor revisi ini sudah ada.'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('report',), name='reports_one_draft', violation_error_message='Laporan ini sudah punya draf.'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='reports_progress_to_100', violation_error_message='Kemajuan berjalan dari 0 sampai 100.'), models.CheckConstraint(condition=models.Q(('number__isnull', True), ('number__gte', 1), _connector='OR'), name='reports_number_from_1', violation_error_message='Revisi dihitung mulai dari 1.'), models.CheckConstraint(condition=models.Q(models.Q(('publish_requested_at__isnull', True), ('publish_requested_by__isnull', True)), models.Q(('publish_requested_at__isnull', False), ('publish_requested_by__isnull', False)), _connector='OR'), name='reports_publish_asked_signed', violation_error_message='Permintaan terbit mencatat siapa dan kapan.'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='reports_publish_signed', violation_error_message='Penerbitan mencatat siapa dan kapan.'), models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('snapshot__isnull', False), ('state', 'READY')), _connector='OR'), name='reports_published_is_ready', violation_error_message='Hanya revisi yang sudah tersusun yang dapat terbit.')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.revision')),
                ('key', models.CharField(max_length=80, verbose_name='kunci')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('label', models.CharField(max_length=200, verbose_name='nama')),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='nilai')),
                ('unit', models.CharField(max_length=30, verbose_name='satuan')),
                ('rule', models.TextField(verbose_name='aturan')),
                ('as_at', models.DateField(verbose_name='data per')),
                ('office_code', models.CharField(blank=True, max_length=20, verbose_name='unit kerja')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='alamat baris')),
                ('row_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='identitas baris')),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None, verbose_name='terdiri atas')),
                ('is_headline', models.BooleanField(default=False, verbose_name='angka utama')),
            ],
            options={
                'verbose_name': 'angka',
                'verbose_name_plural': 'angka',
                'constraints': [models.UniqueConstraint(fields=('revision', 'key'), name='reports_figure_once', violation_error_message='Angka ini sudah ada dalam revisi.')],
            },
        ),
        migrations.CreateModel(
            name='RevisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.revision')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.report')),
                ('number', models.PositiveSmallIntegerField(verbose_name='revisi ke-')),
                ('code', models.CharField(default=krs_portal.reports.codes.new_code, editable=False, max_length=11, verbose_name='kode')),
                ('state', models.CharField(choices=[('QUEUED', 'Menunggu giliran'), ('RUNNING', 'Sedang disusun'), ('READY', 'Siap'), ('FAILED', 'Gagal disusun')], default='QUEUED', max_length=10, verbose_name='status')),
                ('attempts', models.PositiveSmallIntegerField(default=1, verbose_name='percobaan')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='kesalahan')),
                ('as_at', models.DateField(verbose_name='data per')),
                ('known_at', models.DateTimeField(verbose_name='seperti diketahui pada')),
                ('requested_at', models.DateTimeField(verbose_name='diminta')),
                ('requested_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('rendered_at', models.DateTimeField(blank=True, null=True, verbose_name='tersusun')),
                ('publish_requested_at', models.DateTimeField(blank=True, null=True, verbose_name='penerbitan diminta')),
                ('publish_requested_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='terbit')),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('supersedes', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.revision', verbose_name='menggantikan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='reports.revision')),
                ('format', models.CharField(choices=[('PDF', 'PDF'), ('XLSX', 'XLSX'), ('CSV', 'CSV')], max_length=4, verbose_name='format')),
                ('name', models.CharField(max_length=120, verbose_name='nama berkas')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='ukuran')),
                ('content', models.BinaryField(verbose_name='isi')),
            ],
            options={
                'verbose_name': 'berkas laporan',
                'verbose_name_plural': 'berkas laporan',
                'constraints': [models.UniqueConstraint(fields=('revision', 'format'), name='reports_file_once', violation_error_message='Berkas berformat ini sudah ada dalam revisi.')],
            },
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reconciliations', to='reports.revision')),
                ('key', models.CharField(max_length=80, verbose_name='kunci')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('label', models.CharField(max_length=200, verbose_name='yang dibandingkan')),
                ('ours', models.BigIntegerField(verbose_name='angka laporan')),
                ('theirs', models.BigIntegerField(verbose_name='angka pembanding')),
                ('difference', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('ours'), '-', models.F('theirs')), output_field=models.BigIntegerField())),
                ('source', models.CharField(max_length=400, verbose_name='sumber pembanding')),
                ('reason', models.TextField(blank=True, verbose_name='alasan')),
                ('reasoned_at', models.DateTimeField(blank=True, null=True, verbose_name='diberi alasan')),
                ('reasoned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'rekonsiliasi',
                'verbose_name_plural': 'rekonsiliasi',
                'constraints': [models.UniqueConstraint(fields=('revision', 'key'), name='reports_reconciliation_once', violation_error_message='Perbandingan ini sudah ada dalam revisi.'), models.CheckConstraint(condition=models.Q(models.Q(('reasoned_at__isnull', True), ('reasoned_by__isnull', True)), models.Q(('reasoned_at__isnull', False), ('reasoned_by__isnull', False)), _connector='OR'), name='reports_reason_signed', violation_error_message='Alasan mencatat siapa dan kapan.'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('reasoned_at__isnull', True)), models.Q(models.Q(('reason', ''), _negated=True), ('reasoned_at__isnull', False)), _connector='OR'), name='reports_reason_not_empty', violation_error_message='Tuliskan alasannya.')],
            },
        ),
        migrations.CreateModel(
            name='ReconciliationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.reconciliation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('revision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.revision')),
                ('key', models.CharField(max_length=80, verbose_name='kunci')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('label', models.CharField(max_length=200, verbose_name='yang dibandingkan')),
                ('ours', models.BigIntegerField(verbose_name='angka laporan')),
                ('theirs', models.BigIntegerField(verbose_name='angka pembanding')),
                ('difference', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('ours'), '-', models.F('theirs')), output_field=models.BigIntegerField())),
                ('source', models.CharField(max_length=400, verbose_name='sumber pembanding')),
                ('reason', models.TextField(blank=True, verbose_name='alasan')),
                ('reasoned_at', models.DateTimeField(blank=True, null=True, verbose_name='diberi alasan')),
                ('reasoned_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.file')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('revision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.revision')),
                ('format', models.CharField(choices=[('PDF', 'PDF'), ('XLSX', 'XLSX'), ('CSV', 'CSV')], max_length=4, verbose_name='format')),
                ('name', models.CharField(max_length=120, verbose_name='nama berkas')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='ukuran')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportevent" ("created_at", "created_by_id", "id", "kind", "params", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope_key", "title") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", NEW."params", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scope_key", NEW."title"); RETURN NULL;', hash='e33f3a1ac58493040fae887df6ec7c31e7444b0d', operation='INSERT', pgid='pgtrigger_insert_insert_84ceb', table='reports_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_reportevent" ("created_at", "created_by_id", "id", "kind", "params", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope_key", "title") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", NEW."params", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scope_key", NEW."title"); RETURN NULL;', hash='bbdd99433f2669c56f9f3996f343576d3fb89efd', operation='UPDATE', pgid='pgtrigger_update_update_234a9', table='reports_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportevent" ("created_at", "created_by_id", "id", "kind", "params", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope_key", "title") VALUES (OLD."created_at", OLD."created_by_id", OLD."id", OLD."kind", OLD."params", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."scope_key", OLD."title"); RETURN NULL;', hash='2d65227e9efb7c57e5f3ff6744d5a1dfa536e65a', operation='DELETE', pgid='pgtrigger_delete_delete_6acd6', table='reports_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='published_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0a0fec42418c39549a40b563ac0e969626e21a44', operation='UPDATE OR DELETE', pgid='pgtrigger_published_is_frozen_26149', table='reports_revision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_revisionevent" ("as_at", "attempts", "code", "error", "id", "known_at", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_requested_at", "publish_requested_by_id", "published_at", "published_by_id", "rendered_at", "report_id", "requested_at", "requested_by_id", "state", "supersedes_id") VALUES (NEW."as_at", NEW."attempts", NEW."code", NEW."error", NEW."id", NEW."known_at", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."publish_requested_at", NEW."publish_requested_by_id", NEW."published_at", NEW."published_by_id", NEW."rendered_at", NEW."report_id", NEW."requested_at", NEW."requested_by_id", NEW."state", NEW."supersedes_id"); RETURN NULL;', hash='82662985e3c19d5beaf4c4e14dfe5cbc3d52a300', operation='INSERT', pgid='pgtrigger_insert_insert_3ea43', table='reports_revision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."as_at" IS DISTINCT FROM (NEW."as_at") OR OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."error" IS DISTINCT FROM (NEW."error") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."known_at" IS DISTINCT FROM (NEW."known_at") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."publish_requested_at" IS DISTINCT FROM (NEW."publish_requested_at") OR OLD."publish_requested_by_id" IS DISTINCT FROM (NEW."publish_requested_by_id") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."rendered_at" IS DISTINCT FROM (NEW."rendered_at") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."requested_at" IS DISTINCT FROM (NEW."requested_at") OR OLD."requested_by_id" IS DISTINCT FROM (NEW."requested_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."supersedes_id" IS DISTINCT FROM (NEW."supersedes_id"))', func='INSERT INTO "reports_revisionevent" ("as_at", "attempts", "code", "error", "id", "known_at", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_requested_at", "publish_requested_by_id", "published_at", "published_by_id", "rendered_at", "report_id", "requested_at", "requested_by_id", "state", "supersedes_id") VALUES (NEW."as_at", NEW."attempts", NEW."code", NEW."error", NEW."id", NEW."known_at", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."publish_requested_at", NEW."publish_requested_by_id", NEW."published_at", NEW."published_by_id", NEW."rendered_at", NEW."report_id", NEW."requested_at", NEW."requested_by_id", NEW."state", NEW."supersedes_id"); RETURN NULL;', hash='b9514a60820e26ebf560366e474dd0e359a29415', operation='UPDATE', pgid='pgtrigger_update_update_f3b4f', table='reports_revision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_revisionevent" ("as_at", "attempts", "code", "error", "id", "known_at", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_requested_at", "publish_requested_by_id", "published_at", "published_by_id", "rendered_at", "report_id", "requested_at", "requested_by_id", "state", "supersedes_id") VALUES (OLD."as_at", OLD."attempts", OLD."code", OLD."error", OLD."id", OLD."known_at", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."publish_requested_at", OLD."publish_requested_by_id", OLD."published_at", OLD."published_by_id", OLD."rendered_at", OLD."report_id", OLD."requested_at", OLD."requested_by_id", OLD."state", OLD."supersedes_id"); RETURN NULL;', hash='91a4273021f530c356c6fa47eef41affb18ecb49', operation='DELETE', pgid='pgtrigger_delete_delete_71c6a', table='reports_revision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reconciliation',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_revision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM reports_revision r\n        WHERE r.id IN (NEW.revision_id, OLD.revision_id) AND r.published_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'what belongs to a published revision is frozen'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_published_is_frozen';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n    ", hash='bb14dddf72da07531ccb796f51a4e11fbb276472', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_revision_27978', table='reports_reconciliation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reconciliation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reconciliationevent" ("id", "key", "label", "ours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reason", "reasoned_at", "reasoned_by_id", "revision_id", "source", "theirs") VALUES (NEW."id", NEW."key", NEW."label", NEW."ours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."reason", NEW."reasoned_at", NEW."reasoned_by_id", NEW."revision_id", NEW."source", NEW."theirs"); RETURN NULL;', hash='43d95f43d4d0abf18c2bffea8cf2ee40b7dbf3d1', operation='INSERT', pgid='pgtrigger_insert_insert_5027f', table='reports_reconciliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reconciliation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_reconciliationevent" ("id", "key", "label", "ours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reason", "reasoned_at", "reasoned_by_id", "revision_id", "source", "theirs") VALUES (NEW."id", NEW."key", NEW."label", NEW."ours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."reason", NEW."reasoned_at", NEW."reasoned_by_id", NEW."revision_id", NEW."source", NEW."theirs"); RETURN NULL;', hash='87fce47cb1945f2f0eaa5a1868b7e2c8a9b42f4f', operation='UPDATE', pgid='pgtrigger_update_update_69319', table='reports_reconciliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reconciliation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reconciliationevent" ("id", "key", "label", "ours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reason", "reasoned_at", "reasoned_by_id", "revision_id", "source", "theirs") VALUES (OLD."id", OLD."key", OLD."label", OLD."ours", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."reason", OLD."reasoned_at", OLD."reasoned_by_id", OLD."revision_id", OLD."source", OLD."theirs"); RETURN NULL;', hash='d0afec4bcf14e2b0520a7f9abdcc590fe8582924', operation='DELETE', pgid='pgtrigger_delete_delete_1280a', table='reports_reconciliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='file',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_revision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM reports_revision r\n        WHERE r.id IN (NEW.revision_id, OLD.revision_id) AND r.published_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'what belongs to a published revision is frozen'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_published_is_frozen';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n    ", hash='3c5145248c75e9773da6a1d05a058220ebe375c4', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_revision_ace1c', table='reports_file', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='file',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_fileevent" ("format", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "sha256", "size") VALUES (NEW."format", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision_id", NEW."sha256", NEW."size"); RETURN NULL;', hash='058e0457c16fa33fe6c8e569a469defd57fd4f9a', operation='INSERT', pgid='pgtrigger_insert_insert_d3bdf', table='reports_file', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='file',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."revision_id" IS DISTINCT FROM (NEW."revision_id") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size"))', func='INSERT INTO "reports_fileevent" ("format", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "sha256", "size") VALUES (NEW."format", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision_id", NEW."sha256", NEW."size"); RETURN NULL;', hash='9c58970765f35d6954a9b138ee8d859899729f5e', operation='UPDATE', pgid='pgtrigger_update_update_1c34f', table='reports_file', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='file',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_fileevent" ("format", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "sha256", "size") VALUES (OLD."format", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision_id", OLD."sha256", OLD."size"); RETURN NULL;', hash='970742c3d011da51e3c606ab033aa142059f5739', operation='DELETE', pgid='pgtrigger_delete_delete_e5fbe', table='reports_file', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='figure',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_revision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM reports_revision r\n        WHERE r.id IN (NEW.revision_id, OLD.revision_id) AND r.published_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'what belongs to a published revision is frozen'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_published_is_frozen';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n    ", hash='3a6c926919bea2f5b8b3354f2099c9e6b2f9d153', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_revision_13f16', table='reports_figure', when='BEFORE')),
        ),
    ]
