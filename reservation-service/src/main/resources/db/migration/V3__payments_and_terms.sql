alter table reservation.booking add column extended boolean not null default false, add column payment_id uuid;
comment on column reservation.booking.payment_id is 'Of the payment that confirmed it.';
alter table reservation.subsection add column sale smallint not null default 1;
comment on column reservation.subsection.sale is '1 open, 2 paused, 3 closed';
-- What was paid for and then cancelled: its money is looked after by this.
create index booking_refundable on reservation.booking (changed_at) where status = 3 and payment_id is not null;
