/**
 * The table of an event's bookings as a file. A link could not send the token, so the table is fetched here and then saved:
 * the browser holds all of it for a moment, which is why it has a limit. Larger ones are fetched by a tool.
 */

import { Problem } from './api.js';
import { el } from './dom.js';
import { eventAddress } from './organizer-api.js';
import { authorization, refusedAuthorization } from './session.js';

/** More than a million bookings. */
export const MOST_BYTES = 256 * 2 ** 20;
/** What has come so far becomes part of a Blob, which browsers keep on disk when it is large. */
const PORTION_BYTES = 8 * 2 ** 20;
const TYPE = 'text/csv';
/** Chromium reads it in the background; others are quicker. */
const KEPT_MS = 60_000;

/** @param onBytes (so many so far); throws a Problem, or AbortError when `signal` says so */
export async function downloadTable(eventId, { signal, onBytes }) {
  const identity = authorization();
  let response;
  try {
    response = await fetch(`${eventAddress(eventId)}/bookings.csv`, {
      headers: { Accept: `${TYPE}, application/problem+json`, ...identity }, signal,
    });
    if (response.ok) return save(await collected(response.body, onBytes), `bookings-${eventId}.csv`);
  } catch (failure) {
    if (signal.aborted || failure instanceof Problem) throw failure;
    throw new Problem({ status: 0, code: 'network' }); // also when it ends before its end: half a table is none
  }
  if (response.status === 401) refusedAuthorization(identity);
  throw new Problem({ ...await response.json().catch(() => ({})), status: response.status });
}

async function collected(body, onBytes) {
  let portions = [];
  let held = 0;
  let bytes = 0;
  for await (const part of parts(body)) {
    portions.push(part);
    held += part.length;
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Problem({ status: 413, code: 'table-too-large' });
    if (held > PORTION_BYTES) {
      portions = [new Blob(portions)];
      held = 0;
    }
    onBytes(bytes);
  }
  return new Blob(portions, { type: TYPE });
}

/** Not every browser iterates over a stream by itself. */
async function* parts(body) {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    reader.cancel().catch(() => {}); // it has failed or ended already
  }
}

function save(table, name) {
  const address = URL.createObjectURL(table);
  el('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
