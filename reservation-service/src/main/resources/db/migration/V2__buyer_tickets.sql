-- Tickets of one buyer in one event, held and sold together; rows only where an event limits them. The check is the judge
-- between partitions: each changes the row in the transaction of its batch, by what the batch took less what it gave back.

alter table reservation.subsection add column max_per_buyer smallint not null default 0;
comment on column reservation.subsection.max_per_buyer is '0: no limit';

create table reservation.buyer_tickets (
    event_id uuid not null,
    buyer    text not null,
    taken    integer not null,
    allowed  integer not null,
    primary key (event_id, buyer),
    -- No check against negative numbers: it would judge what an upsert proposes, and a delta may be negative.
    constraint buyer_tickets_allowed check (taken <= allowed)
) with (fillfactor = 70);
comment on column reservation.buyer_tickets.allowed is 'As of the last tickets taken: lower limits do not take tickets away.';
