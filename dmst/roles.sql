-- The four database roles (foundations: roles). Run once per cluster by its superuser; running it again changes nothing.
-- owner: owns every table, nobody signs in as it.  migrator: changes the schema as owner, data as itself.
-- app: what the web server and the workers are; owns nothing.  backup: reads everything.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dmst_owner') THEN
        CREATE ROLE dmst_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dmst_migrator') THEN
        CREATE ROLE dmst_migrator LOGIN BYPASSRLS CREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dmst_app') THEN
        CREATE ROLE dmst_app LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dmst_backup') THEN
        CREATE ROLE dmst_backup LOGIN BYPASSRLS;
    END IF;
END
$$;
GRANT dmst_owner TO dmst_migrator;
