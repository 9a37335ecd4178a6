import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
import vault.classification
import vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('referrals', '0005_voice'),
        ('screening', '0007_moved_from'),
        ('youth', '0006_missing_episodes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', vault.fields.EncryptedText(vault.classification.Kind['NARRATIVE'], blank=True)),
                ('asked_at', models.DateTimeField()),
                ('is_confirmed', models.BooleanField(null=True)),
                ('why_not', vault.fields.EncryptedText(vault.classification.Kind['NARRATIVE'], blank=True)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='sent_until_acknowledged',
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='ended_at_and_by_with_the_status',
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='closing_only_when_closed',
        ),
        migrations.AlterField(
            model_name='referral',
            name='status',
            field=models.CharField(choices=[('sent', 'Sent'), ('acknowledged', 'Acknowledged'), ('in_review', 'In review'), ('information_asked', 'Information asked'), ('determined', 'Determined'), ('closed', 'Closed'), ('not_accepted', 'Not accepted'), ('void', 'Entered in error')], default='sent', max_length=20),
        ),
        migrations.AlterField(
            model_name='step',
            name='from_status',
            field=models.CharField(blank=True, choices=[('sent', 'Sent'), ('acknowledged', 'Acknowledged'), ('in_review', 'In review'), ('information_asked', 'Information asked'), ('determined', 'Determined'), ('closed', 'Closed'), ('not_accepted', 'Not accepted'), ('void', 'Entered in error')], max_length=20),
        ),
        migrations.AlterField(
            model_name='step',
            name='to_status',
            field=models.CharField(choices=[('sent', 'Sent'), ('acknowledged', 'Acknowledged'), ('in_review', 'In review'), ('information_asked', 'Information asked'), ('determined', 'Determined'), ('closed', 'Closed'), ('not_accepted', 'Not accepted'), ('void', 'Entered in error')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), models.Q(('acknowledged_at', None), ('acknowledged_by', None), ('status', 'void')), _connector='OR'), name='sent_until_acknowledged'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('status__in', ('closed', 'not_accepted', 'void'))), models.Q(('ended_at', None), ('ended_by', None), ('status__in', ('sent', 'acknowledged', 'in_review', 'information_asked', 'determined'))), _connector='OR'), name='ended_at_and_by_with_the_status'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), models.Q(('closing', ''), _negated=True)), models.Q(models.Q(('status', 'closed'), _negated=True), ('closing', '')), ('status', 'void'), _connector='OR'), name='closing_only_when_closed'),
        ),
        migrations.AddField(
            model_name='correction',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correction',
            name='moves_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='youth.youth'),
        ),
        migrations.AddField(
            model_name='correction',
            name='referral',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='referrals.referral'),
        ),
        migrations.AddField(
            model_name='correction',
            name='screening',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='screening.screening'),
        ),
        migrations.AddField(
            model_name='correction',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correction',
            name='youth',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='youth.youth'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('referral', None), ('screening__isnull', False), ('youth__isnull', False)), models.Q(('moves_to', None), ('referral__isnull', False), ('screening', None)), _connector='OR'), name='correction_of_a_screening_or_a_referral'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('moves_to', None), models.Q(('moves_to', models.F('youth')), _negated=True), _connector='OR'), name='correction_moves_to_somebody_else'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('settled_by', None), models.Q(('settled_by', models.F('asked_by')), _negated=True), _connector='OR'), name='correction_takes_two_people'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_confirmed', None), ('settled_at', None), ('settled_by', None)), models.Q(('is_confirmed__isnull', False), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='correction_settled_at_by_and_how_together'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('screening__isnull', False), ('settled_at', None)), fields=('screening',), name='correction_once_a_screening'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('referral__isnull', False), ('settled_at', None)), fields=('referral',), name='correction_once_a_referral'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='settled_is_immutable', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."settled_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8a89de57d5de992d5b78e64eb38d8d35ca338cf4', operation='UPDATE', pgid='pgtrigger_settled_is_immutable_5b83f', table='referrals_correction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='correction_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='de563a2ad2b338d545738ea618ee297401fd2224', operation='DELETE', pgid='pgtrigger_correction_is_never_deleted_2f5e7', table='referrals_correction', when='BEFORE')),
        ),
    ]
