alter table ticketing.event
    add column sale       smallint not null default 1 check (sale between 1 and 3),
    add column cancelled  boolean not null default false,
    add column cancel_due timestamptz,
    add check (sale = 3 or not cancelled),
    add check (cancel_due is null or cancelled);
create index event_cancelling on ticketing.event (cancel_due) where cancel_due is not null;
create index event_by_organizer on ticketing.event (organizer, id);
comment on column ticketing.event.sale is '1 open, 2 paused, 3 closed; goes on the log with the terms.';
comment on column ticketing.event.cancel_due is 'When somebody may take over the ending of its bookings; null when none is left, or it is not cancelled.';
