/** Bookings that this browser has asked for and the server has not decided yet. */

import { Problem, call } from './api.js';
import { forget, remembered } from './notebook.js';

/** What has no decision after this long never reached the server, or was rejected and has been read. */
const UNDECIDED_MS = 15 * 60_000;
const MOST_ASKED = 10;
const OPEN = new Set(['SENDING', 'PENDING']);

/** What this browser sent and the server does not list: still queued, or rejected (of those it keeps no list). */
export async function undecided(items) {
  const known = new Set(items.map((booking) => booking.id));
  const open = remembered().filter((one) => OPEN.has(one.status) && !known.has(one.id));
  const recent = open.filter((one) => Date.now() - one.sentAt <= UNDECIDED_MS).slice(0, MOST_ASKED);
  for (const one of open) if (Date.now() - one.sentAt > UNDECIDED_MS) forget(one.id);
  return Promise.all(recent.map(asItIs));
}

async function asItIs({ request, status, links, eventName }) {
  const queued = { ...request, status: 'PENDING', sent: status !== 'SENDING', links, eventName };
  if (!links) return queued;
  try {
    const now = await call(links.self);
    return now.status === 'PENDING' ? queued : { ...now, eventName };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.personal) throw problem;
    return problem.temporary ? queued : { ...request, status: 'REJECTED', reason: problem.reason ?? problem.detail, eventName };
  }
}
