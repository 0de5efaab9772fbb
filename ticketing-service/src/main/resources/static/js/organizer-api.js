/** What the API has for those who run events. Everything here needs a token. */

import { call, parameters } from './api.js';

export const eventAddress = (id) => `/api/events/${encodeURIComponent(id)}`;

/** The events that this person runs, drafts included. */
export const listMine = (query, after, signal) => call(`/api/events?${parameters({ mine: true, q: query, after })}`, { signal });

/** Also when it is a draft. */
export const readMine = (id) => call(eventAddress(id));

/** @param key the same for every attempt at the same event: then there is only one, however many attempts it takes */
export const createEvent = (event, key) => call('/api/events', { method: 'POST', body: event, headers: { 'Idempotency-Key': key } });

export const changeEvent = (id, patch) => call(eventAddress(id), { method: 'PATCH', body: patch });

/** @param move publish, pause, resume, close or cancel; each may be repeated */
export const moveEvent = (id, move) => call(`${eventAddress(id)}/${move}`, { method: 'POST' });

export const readSales = (id) => call(`${eventAddress(id)}/sales`);
