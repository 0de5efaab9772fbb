alter table ticketing.event add column draft boolean not null default false;
comment on column ticketing.event.draft is 'Only its organizer sees it, and the log does not know it, until it is published.';
