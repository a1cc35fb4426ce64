-- Cơ sở dữ liệu trống, cho ba vai trò đã có: lần đầu, hoặc trước khi khôi phục.
-- An empty database for the three roles: the first time, or before a restore.
\set ON_ERROR_STOP on
CREATE DATABASE truongso OWNER truongso_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE CONNECT, TEMPORARY ON DATABASE truongso FROM PUBLIC;
GRANT CONNECT ON DATABASE truongso TO truongso_app, truongso_ops;
\connect truongso
ALTER SCHEMA public OWNER TO truongso_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
