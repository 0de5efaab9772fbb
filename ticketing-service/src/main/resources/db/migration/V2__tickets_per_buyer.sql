alter table ticketing.event add column max_tickets_per_buyer smallint not null default 0;
comment on column ticketing.event.max_tickets_per_buyer is '0: no limit';
