import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('offices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_key', models.CharField(max_length=120, unique=True, verbose_name='kejadian')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='kunci')),
                ('kind', models.SlugField(max_length=40, verbose_name='jenis')),
                ('channel', models.CharField(choices=[('EMAIL', 'Surel'), ('WHATSAPP', 'WhatsApp'), ('SMS', 'SMS')], max_length=10, verbose_name='saluran')),
                ('language', models.CharField(choices=[('id', 'Bahasa Indonesia'), ('en', 'English')], default='id', max_length=2, verbose_name='bahasa')),
                ('recipient', models.CharField(max_length=254, verbose_name='alamat tujuan')),
                ('recipient_name', models.CharField(blank=True, max_length=150, verbose_name='nama penerima')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='perihal')),
                ('body', models.TextField(verbose_name='isi')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='offices.office')),
                ('about_kind', models.SlugField(blank=True, max_length=40, verbose_name='tentang')),
                ('about_key', models.CharField(blank=True, max_length=60, verbose_name='kunci hal')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ditulis')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='giliran berikutnya')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='tidak berguna lagi sesudah')),
                ('state', models.CharField(choices=[('QUEUED', 'Menunggu'), ('SENDING', 'Sedang dikirim'), ('SENT', 'Terkirim'), ('DELIVERED', 'Sampai'), ('FAILED', 'Gagal'), ('CANCELLED', 'Dibatalkan')], default='QUEUED', max_length=10, verbose_name='status')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                ('provider_id', models.CharField(blank=True, max_length=120, verbose_name='nomor pada penyedia')),
                ('last_error', models.CharField(blank=True, max_length=500, verbose_name='kendala terakhir')),
            ],
            options={
                'verbose_name': 'pesan',
                'verbose_name_plural': 'pesan',
                'indexes': [models.Index(condition=models.Q(('state__in', ('QUEUED', 'SENDING'))), fields=['due_at'], name='outbox_message_by_turn'), models.Index(fields=['-created_at', '-id'], name='outbox_message_newest'), models.Index(fields=['about_kind', 'about_key'], name='outbox_message_about'), models.Index(condition=models.Q(('provider_id', ''), _negated=True), fields=['provider_id'], name='outbox_message_by_provider')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('channel', 'EMAIL'), ('recipient__contains', '@')), models.Q(models.Q(('channel', 'EMAIL'), _negated=True), ('recipient__startswith', '+')), _connector='OR'), name='outbox_address_fits_channel', violation_error_message='Surel perlu alamat surel; WhatsApp dan SMS perlu nomor telepon +62….')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='outbox.message')),
                ('name', models.CharField(max_length=120, verbose_name='nama berkas')),
                ('content_type', models.CharField(max_length=100, verbose_name='jenis isi')),
                ('content', models.BinaryField(verbose_name='isi')),
            ],
            options={
                'verbose_name': 'lampiran',
                'verbose_name_plural': 'lampiran',
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='outbox.message')),
                ('noted_at', models.DateTimeField(verbose_name='waktu')),
                ('state', models.CharField(choices=[('QUEUED', 'Menunggu'), ('SENDING', 'Sedang dikirim'), ('SENT', 'Terkirim'), ('DELIVERED', 'Sampai'), ('FAILED', 'Gagal'), ('CANCELLED', 'Dibatalkan')], max_length=10, verbose_name='status')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='keterangan')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tanda terima',
                'verbose_name_plural': 'tanda terima',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='words_are_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."event_key" IS DISTINCT FROM (NEW."event_key") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."recipient" IS DISTINCT FROM (NEW."recipient") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."body" IS DISTINCT FROM (NEW."body"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a54a0fae4aaf56cece4a8f1cb43e0163635668d2', operation='UPDATE', pgid='pgtrigger_words_are_frozen_c546b', table='outbox_message', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2c13ae961dd472731e4c94424b18c789794a8d7c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4d6ac', table='outbox_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ab4a2c26ea429a0a72a6edcfe00b184a60786159', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_85fad', table='outbox_receipt', when='BEFORE')),
        ),
    ]
