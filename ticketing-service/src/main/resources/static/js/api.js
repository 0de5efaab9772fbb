/** Calls to the HTTP API: JSON in, JSON or a Problem out, and patience where the API asks for it. */

import { heardDate, serverNow } from './clock.js';
import { authorization, refusedAuthorization } from './session.js';

/** Longer than the server waits for its log, so that a slow answer is still heard. */
const TIMEOUT_MS = 15_000;
const MAX_TRIES = 6;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const LONGEST_RETRY_AFTER_MS = 30_000;

/** An RFC 9457 problem, or the same shape (status 0) for a network that did not answer. */
export class Problem extends Error {
  constructor({ status, code, title, detail, reason, roles, errors, retryAfterMs }) {
    super(detail ?? title ?? code);
    Object.assign(this, { status, code, title, detail, reason, roles, errors: errors ?? [], retryAfterMs });
  }

  /** Whether the same request may well succeed a little later. */
  get temporary() {
    return [0, 429, 502, 503, 504].includes(this.status);
  }

  /** Whether the request may have been carried out all the same. */
  get uncertain() {
    return this.status === 0 || this.status >= 500;
  }

  /** Whether only who asks is at fault: asking again as the same person is in vain. */
  get personal() {
    return this.status === 401 || this.status === 403;
  }
}

/**
 * @param options.anonymous for what everybody may: it works, and is as fast, whatever has become of the session
 * @returns the decoded body, or undefined when there is none; throws a Problem, or AbortError when `signal` says so
 */
export async function call(path, { method = 'GET', body, headers, anonymous, signal, timeoutMs = TIMEOUT_MS } = {}) {
  const identity = anonymous ? {} : authorization();
  const timeout = AbortSignal.timeout(timeoutMs);
  const sentAt = Date.now();
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      headers: {
        Accept: 'application/json, application/problem+json',
        ...identity,
        ...(body && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    heardDate(response.headers.get('Date'), sentAt, Date.now());
    text = await response.text();
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Problem({ status: 0, code: timeout.aborted ? 'timeout' : 'network' });
  }
  const json = decoded(text);
  if (response.ok) return json;
  if (response.status === 401) refusedAuthorization(identity);
  throw new Problem({ ...json, status: response.status, retryAfterMs: retryAfterMs(response) });
}

function decoded(text) {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined; // a proxy's own error page: the status says enough
  }
}

function retryAfterMs(response) {
  const header = response.headers.get('Retry-After');
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - serverNow();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
}

/**
 * Repeats an attempt while its failure is temporary, at most six times. Only for requests that are safe to repeat:
 * reads, deletes, and bookings that carry their own id.
 */
export async function persistently(attempt, onPause = () => {}) {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (failure) {
      if (!(failure instanceof Problem) || !failure.temporary || tries === MAX_TRIES) throw failure;
      onPause(failure);
      await pause(failure.retryAfterMs ?? backoffMs(tries));
    }
  }
}

/** Doubles, is bounded, and is spread out: a crowd that failed together must not come back together. */
export function backoffMs(tries) {
  const bound = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
  return bound * (0.5 + Math.random() / 2);
}

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** What belongs to something: `/api/bookings/1?receipt=2` and `payment` are `/api/bookings/1/payment?receipt=2`. */
export function under(address, part) {
  const [path, query] = address.split('?');
  return `${path}/${part}${query ? `?${query}` : ''}`;
}

/** The reads of the API, by name. `after` is the `next` of the page before. */
export const listEvents = (query, after, signal) =>
  call(`/api/events?${parameters({ q: query, after })}`, { signal, anonymous: true });
export const readEvent = (id) => call(`/api/events/${encodeURIComponent(id)}`, { anonymous: true });
export const readSeats = (id, section, subsection) =>
  call(`/api/events/${encodeURIComponent(id)}/seats?${parameters({ section, subsection })}`, { anonymous: true });
export const listBookings = (filter) => call(`/api/bookings?${parameters(filter)}`);

/** A query without what has no value. */
export function parameters(values) {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}
