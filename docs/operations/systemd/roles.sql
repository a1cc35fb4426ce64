-- Ba vai trò của Trường Số; chạy một lần bằng quyền superuser của PostgreSQL, trước database.sql:
--   psql -v app="'mật-khẩu-1'" -v owner="'mật-khẩu-2'" -v ops="'mật-khẩu-3'" -f roles.sql
-- Three roles: the application may never own tables nor pass row security.
\set ON_ERROR_STOP on
CREATE ROLE truongso_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :owner;
CREATE ROLE truongso_app   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :app;
CREATE ROLE truongso_ops   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS   PASSWORD :ops;
