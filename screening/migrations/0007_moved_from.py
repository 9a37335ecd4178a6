import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('screening', '0006_voice'),
        ('youth', '0006_missing_episodes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='screening',
            name='one_draft_each_per_youth',
        ),
        migrations.AddField(
            model_name='screening',
            name='moved_from',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_to', to='screening.screening'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='screening',
            trigger=pgtrigger.compiler.Trigger(name='void_stays_void', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" = \'void\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1ba2ba87bbab2694ef4096aee309a2584fb7399e', operation='UPDATE', pgid='pgtrigger_void_stays_void_78e7e', table='screening_screening', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.UniqueConstraint(condition=models.Q(('moved_from', None), ('status', 'draft')), fields=('youth', 'started_by'), name='one_draft_each_per_youth'),
        ),
    ]
