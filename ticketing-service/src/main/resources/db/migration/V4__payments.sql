-- Payments: one row a try, written before the provider hears of it. Its state says what is due next.

create sequence ticketing.payment_change;

create table ticketing.payment (
    id              uuid primary key,
    change          bigint not null default nextval('ticketing.payment_change'),
    booking_id      uuid not null,
    event_id        uuid not null,
    subsection_id   integer not null,
    buyer           text not null,
    amount_minor    bigint not null check (amount_minor >= 0),
    currency        char(3) not null,
    method          text not null,
    state           smallint not null,
    reference       text,
    client_secret   text,
    failure         text,
    attempts        smallint not null default 0,
    confirm_version bigint,
    sent_until      timestamptz,
    open_until      timestamptz,
    due             timestamptz,
    leased_until    timestamptz not null,
    created_at      timestamptz not null
) with (fillfactor = 70);
create index payment_booking on ticketing.payment (booking_id);
create index payment_due on ticketing.payment (due) where due is not null;
create index payment_by_change on ticketing.payment (change);
comment on column ticketing.payment.change is 'Drawn anew at every change; a writer that has not seen the latest changes nothing.';
comment on column ticketing.payment.state is '1 NEW, 2 UNKNOWN, 3 ACTION_REQUIRED, 4 CONFIRMING, 5 CAPTURE_DUE, 6 CAPTURED, 7 VOID_DUE, 8 VOIDED, 9 DECLINED, 10 REFUND_DUE, 11 REFUNDED, 12 CAPTURE_REFUSED, 13 FAILED';
comment on column ticketing.payment.reference is 'The provider''s own name of the payment.';
comment on column ticketing.payment.confirm_version is 'Of the last ConfirmBooking, once its place on the log is known.';
comment on column ticketing.payment.open_until is 'Until this log time a ConfirmBooking whose place is not known may still have an effect.';
comment on column ticketing.payment.due is 'When a worker looks at it again; null for never.';
