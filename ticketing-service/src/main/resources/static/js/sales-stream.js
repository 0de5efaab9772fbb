/** How an event sells, while somebody watches: by its stream, and by asking where no stream comes through. */

import { Problem, backoffMs, pause } from './api.js';
import { eventAddress, readSales } from './organizer-api.js';
import { reconnects } from './stream.js';
import { doubtPass, openStream } from './stream-pass.js';

const POLL_MS = 5_000;
const NO_PASS_MS = 60_000;
/** A stream begins with the sales as they are; nothing for so long means that a proxy keeps them back. */
const FIRST_MS = 6_000;
const MOST_FAILURES = 6;
/** Another instance may hear of a new event a moment later; a draft that was cancelled has no sales for ever. */
const ABSENCES = 3;
const ABSENCE_MS = 1_500;

/**
 * @param on {sales(view), link('live' | 'reconnecting' | 'polling'), ended(problem)}: after `ended` nothing comes
 * @returns a function that ends it
 */
export function followSales(eventId, on) {
  let source;
  let first;
  let stopped = false;
  let failures = 0;
  let absences = 0;

  function stop() {
    stopped = true;
    clearTimeout(first);
    source?.close();
  }

  async function open() {
    if (stopped) return undefined;
    const opened = await openStream(`${eventAddress(eventId)}/sales/stream`);
    if (stopped) return opened?.close();
    source = opened;
    if (!source) return pollFor(NO_PASS_MS);
    first = setTimeout(pollMeanwhile, FIRST_MS);
    source.addEventListener('sales', (message) => {
      clearTimeout(first);
      failures = 0;
      on.link('live');
      on.sales(JSON.parse(message.data));
    });
    source.onerror = () => {
      failures = Math.min(failures + 1, MOST_FAILURES);
      if (stopped) return;
      on.link('reconnecting');
      if (reconnects(source, failures)) return;
      doubtPass();
      pollMeanwhile();
    };
    return undefined;
  }

  function pollMeanwhile() {
    clearTimeout(first);
    source.close();
    pollFor(backoffMs(failures + 1) * 3);
  }

  async function pollFor(ms) {
    const end = Date.now() + ms;
    do {
      const wait = await poll();
      if (stopped) return;
      await pause(wait);
    } while (!stopped && Date.now() < end);
    open();
  }

  /** @returns how long to wait for the next look */
  async function poll() {
    try {
      const view = await readSales(eventId);
      if (stopped) return undefined;
      absences = 0;
      on.sales(view);
      on.link('polling');
      return POLL_MS;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (stopped) return undefined;
      const absent = problem.status === 404 && ++absences < ABSENCES;
      if (!absent && !problem.temporary && problem.status < 500) {
        stop();
        on.ended(problem);
        return undefined;
      }
      on.link('reconnecting');
      return absent ? ABSENCE_MS : POLL_MS;
    }
  }

  open();
  return stop;
}
