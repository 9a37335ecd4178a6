"""dmst_now(), the one clock, and audit_append(), the one way into the trail."""

from django.db import migrations

NOW = """
CREATE FUNCTION dmst_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() $$;
"""

# Everything a row says is in its hash, in one order; NULL and '' differ. verify_audit computes the same.
CONTENT = """
CREATE FUNCTION audit_content(e audit_entry) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(jsonb_build_array(
        e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor, e.system, e.action, e.kind,
        e.subject, e.youth, to_jsonb(e.ids), e.facts, encode(e.sealed, 'hex'), e.request_id, encode(e.prev_hash, 'hex')
    )::text, 'UTF8')
$$;
"""

# The lock is held from the last statement of a request to its commit; the next row sees the committed head.
APPEND = """
CREATE FUNCTION audit_append(rows jsonb) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    r jsonb;
    e audit_entry;
    head bigint;
    chain bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(20170106);
    SELECT seq, hash INTO head, chain FROM audit_entry ORDER BY seq DESC LIMIT 1;
    head := coalesce(head, 0);
    chain := coalesce(chain, ''::bytea);
    FOR r IN SELECT * FROM jsonb_array_elements(rows) LOOP
        head := head + 1;
        e.seq := head;
        e.at := dmst_now();
        e.actor := (r ->> 'actor')::uuid;
        e.system := r ->> 'system';
        e.action := r ->> 'action';
        e.kind := r ->> 'kind';
        e.subject := (r ->> 'subject')::uuid;
        e.youth := (r ->> 'youth')::uuid;
        e.ids := ARRAY(SELECT x::uuid FROM jsonb_array_elements_text(r -> 'ids') AS x);
        e.facts := r -> 'facts';
        e.sealed := decode(r ->> 'sealed', 'hex');
        e.request_id := r ->> 'request_id';
        e.prev_hash := chain;
        chain := sha256(audit_content(e));
        e.hash := chain;
        INSERT INTO audit_entry SELECT e.*;
    END LOOP;
    RETURN head;
END
$$;
"""

RIGHTS = """
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM dmst_app;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(NOW, "DROP FUNCTION dmst_now()"),
        migrations.RunSQL(CONTENT, "DROP FUNCTION audit_content(audit_entry)"),
        migrations.RunSQL(APPEND, "DROP FUNCTION audit_append(jsonb)"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
