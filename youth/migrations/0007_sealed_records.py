import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('youth', '0006_missing_episodes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='youth',
            name='conflict',
            field=models.CharField(choices=[('no', 'No'), ('unknown', 'Not known'), ('yes', 'Yes, and my supervisor is not involved'), ('supervisor_too', 'Yes, and my supervisor must not know of it either')], default='unknown', max_length=16),
        ),
        migrations.AddField(
            model_name='youth',
            name='sealed_at',
            field=models.DateTimeField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='access',
            trigger=pgtrigger.compiler.Trigger(name='sealed_takes_in_the_named_alone', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE since timestamptz;', func="\n        SELECT sealed_at INTO since FROM youth_youth WHERE id = NEW.youth_id FOR SHARE;\n        IF since IS NOT NULL AND NEW.why <> 'named' THEN\n            RAISE EXCEPTION 'pgtrigger: the record is sealed: it takes in nobody but those named';\n        END IF;\n        RETURN NEW;\n    ", hash='b8cd88e6bdf3ef9ed22c2a3dace29d8d16718a88', operation='INSERT', pgid='pgtrigger_sealed_takes_in_the_named_alone_77803', table='youth_access', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='youth',
            constraint=models.CheckConstraint(condition=models.Q(('sealed_at', None), ('conflict__in', ('yes', 'supervisor_too')), _connector='OR'), name='youth_sealed_because_of_a_conflict'),
        ),
    ]
