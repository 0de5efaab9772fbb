-- The truth about seats and bookings. No foreign keys, triggers or statistics rows: everything here is written by the
-- batch transaction of a partition's owner, and each row it touches is one it must touch.

create table reservation.partition_progress (
    partition   smallint primary key,
    topic_id    uuid not null,
    generation  smallint not null check (generation between 1 and 255),
    owner       uuid not null,
    epoch       bigint not null,
    next_offset bigint not null,
    log_time    timestamptz not null,
    outcomes    bytea
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
        toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 500);
comment on column reservation.partition_progress.epoch is 'Counts owners, for people; the fence is owner and next_offset.';
comment on column reservation.partition_progress.outcomes is 'The last batch, byte for byte as it is published; at most one batch is ever unpublished.';

create table reservation.subsection (
    id              integer primary key,
    event_id        uuid not null,
    section         text not null,
    subsection      text not null,
    partition       smallint not null,
    plan            bytea not null,
    price_minor     bigint not null,
    currency        char(3) not null,
    on_sale_at      timestamptz not null,
    off_sale_at     timestamptz not null,
    hold_seconds    integer not null,
    max_per_booking smallint not null,
    terms_version   integer not null,
    free            smallint not null,
    version         bigint not null,
    unique (event_id, section, subsection)
) with (fillfactor = 70);
create index subsection_sweep on reservation.subsection (partition, off_sale_at);
comment on column reservation.subsection.version is 'generation * 2^40 + offset of the last command that changed a seat.';

create table reservation.booking (
    id              uuid primary key,
    version         bigint not null,
    created_version bigint not null,
    partition       smallint not null,
    subsection_id   integer not null,
    event_id        uuid not null,
    buyer           text not null,
    content_hash    uuid not null,
    status          smallint not null,
    reason          smallint,
    quantity        smallint not null,
    seats           smallint[],
    price_minor     bigint,
    currency        char(3),
    hold_until      timestamptz,
    created_at      timestamptz not null,
    changed_at      timestamptz not null
);
create index booking_due on reservation.booking (partition, hold_until) where status = 1;
create index booking_buyer on reservation.booking (buyer, id) where status <> 5;
create index booking_event on reservation.booking (event_id, id) where status <> 5;
comment on column reservation.booking.status is '1 HELD, 2 CONFIRMED, 3 CANCELLED, 4 EXPIRED, 5 REJECTED';

-- Live claims only: inserted, deleted, never updated. The key is the third guard against a seat sold twice.
create table reservation.ticket (
    subsection_id integer not null,
    seat          smallint not null,
    booking_id    uuid not null,
    constraint ticket_pkey primary key (subsection_id, seat)
);

-- Commands without effect that somebody may ask about.
create table reservation.refusal (
    partition  smallint not null,
    version    bigint not null,
    booking_id uuid not null,
    buyer      text not null,
    command    smallint not null,
    reason     smallint not null,
    status     smallint,
    at         timestamptz not null,
    primary key (partition, version)
);

create table reservation.dead_letter (
    partition smallint not null,
    version   bigint not null,
    reason    text not null,
    key       bytea,
    value     bytea,
    at        timestamptz not null,
    primary key (partition, version)
);

-- The fence, the first statement of every batch: raises, so that nothing after it runs, when a partition has another
-- owner or another position. Takes the partitions in ascending order.
create function reservation.advance(partitions smallint[], owners uuid[], froms bigint[], tos bigint[],
                                    time_millis bigint[], blobs bytea[]) returns void language plpgsql as $$
begin
    for i in 1 .. cardinality(partitions) loop
        update reservation.partition_progress
           set next_offset = tos[i], outcomes = blobs[i],
               log_time = timestamptz 'epoch' + time_millis[i] * interval '1 millisecond'
         where partition = partitions[i] and owner = owners[i] and next_offset = froms[i];
        if not found then
            raise exception using errcode = 'SL001', message = 'partition fenced', detail = partitions[i]::text;
        end if;
    end loop;
end $$;

grant usage on schema reservation to seatlog_ticketing;
grant select on reservation.subsection, reservation.booking, reservation.ticket, reservation.refusal to seatlog_ticketing;
grant select (partition, topic_id, generation, next_offset) on reservation.partition_progress to seatlog_ticketing;
