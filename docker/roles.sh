#!/bin/sh
# Run once by the postgres image, when its volume is empty: roles with passwords, the two databases.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --file /docker/roles.sql
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set migrator="$MIGRATOR_PASSWORD" --set app="$APP_PASSWORD" --set backup="$BACKUP_PASSWORD" <<'SQL'
ALTER ROLE dmst_migrator PASSWORD :'migrator';
ALTER ROLE dmst_app PASSWORD :'app';
ALTER ROLE dmst_backup PASSWORD :'backup';
CREATE DATABASE dmst OWNER dmst_owner;
CREATE DATABASE dmst_keys OWNER dmst_owner;
REVOKE CONNECT ON DATABASE dmst, dmst_keys FROM PUBLIC;
GRANT CONNECT ON DATABASE dmst, dmst_keys TO dmst_migrator, dmst_app, dmst_backup;
SQL
