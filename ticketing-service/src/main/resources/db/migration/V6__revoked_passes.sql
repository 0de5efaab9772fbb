create table ticketing.revoked_pass (
    id         uuid primary key,
    revoked_at timestamptz not null,
    until      timestamptz not null
);
create index revoked_pass_by_time on ticketing.revoked_pass (revoked_at);
comment on table ticketing.revoked_pass is 'Stream passes that were given back; a row is of no use after its until and is deleted then.';
