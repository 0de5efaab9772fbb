-- Events and where their seats are. Rows are per subsection, never per seat.

create sequence ticketing.event_version;
create sequence ticketing.subsection_id as integer;

create table ticketing.event (
    id                      uuid primary key,
    version                 bigint not null default nextval('ticketing.event_version'),
    organizer               text not null,
    name                    text not null,
    description             text not null,
    venue                   text not null,
    starts_at               timestamptz not null,
    on_sale_at              timestamptz not null,
    off_sale_at             timestamptz not null,
    currency                char(3) not null,
    max_tickets_per_booking smallint not null,
    hold_seconds            integer not null,
    terms_version           integer not null,
    terms_sent              integer not null default 0,
    send_due                timestamptz not null,
    idempotency_key         text,
    content_hash            uuid not null,
    created_at              timestamptz not null,
    visible                 boolean not null generated always as (terms_sent > 0) stored,
    check (on_sale_at < off_sale_at and terms_sent <= terms_version)
);
create index event_by_version on ticketing.event (version);
create index event_unsent on ticketing.event (send_due) where terms_sent < terms_version;
create unique index event_idempotency on ticketing.event (organizer, idempotency_key);
comment on column ticketing.event.version is 'Drawn anew at every change: what a cache has not seen is above what it has seen.';
comment on column ticketing.event.terms_sent is 'The terms that the log has acknowledged for every subsection; below terms_version they are sent again.';
comment on column ticketing.event.send_due is 'When a sweep may take over the sending.';

create table ticketing.section (
    event         uuid not null references ticketing.event,
    position      integer not null,
    name          text not null,
    price_minor   bigint not null,
    seat_rows     smallint not null,
    seats_per_row smallint not null,
    primary key (event, name)
);

create table ticketing.subsection (
    id        integer primary key default nextval('ticketing.subsection_id'),
    event     uuid not null,
    section   text not null,
    name      text not null,
    partition smallint not null,
    unique (event, section, name),
    foreign key (event, section) references ticketing.section
);
comment on column ticketing.subsection.partition is 'Of the command log, chosen once and sent explicitly ever after.';
