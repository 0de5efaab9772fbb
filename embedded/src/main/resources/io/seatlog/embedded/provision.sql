-- What an environment gives to the services before they migrate their own schemas: two roles, each owner of one schema
-- in the current database. Idempotent. Needs a superuser and two psql variables, ticketing_password and
-- reservation_password:  psql -v ticketing_password=... -v reservation_password=... -d seatlog -f provision.sql
select set_config('seatlog.ticketing_password', :'ticketing_password', false);
select set_config('seatlog.reservation_password', :'reservation_password', false);

do $$
declare
    service text;
begin
    -- Roles belong to the whole cluster: one provisioning at a time.
    perform pg_advisory_xact_lock(736516124);
    foreach service in array array['ticketing', 'reservation'] loop
        if not exists (select from pg_roles where rolname = 'seatlog_' || service) then
            execute format('create role %I login', 'seatlog_' || service);
        end if;
        execute format('alter role %I password %L', 'seatlog_' || service,
                current_setting('seatlog.' || service || '_password'));
        execute format('create schema if not exists %I authorization %I', service, 'seatlog_' || service);
        execute format('grant connect, temporary on database %I to %I', current_database(), 'seatlog_' || service);
    end loop;
    execute format('revoke all on database %I from public', current_database());
    revoke all on schema public from public;
end
$$;

select set_config('seatlog.ticketing_password', '', false);
select set_config('seatlog.reservation_password', '', false);
