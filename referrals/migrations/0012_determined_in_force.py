from django.db import migrations

NEWEST = """
    UPDATE referrals_referral SET determined_id = (
        SELECT id FROM referrals_determined WHERE referral_id = referrals_referral.id ORDER BY at DESC, id DESC LIMIT 1
    ) WHERE determination <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0011_restoration")]
    operations = [migrations.RunSQL(NEWEST, migrations.RunSQL.noop)]
