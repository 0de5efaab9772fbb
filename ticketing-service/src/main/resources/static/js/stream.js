/**
 * Server-sent events, and what to do without them. EventSource reconnects by itself after a dropped connection; it
 * gives up for good when the server answers anything but a stream (busy, restarting behind a proxy, a pass that is over).
 * Then, or when it fails again and again, these functions poll, and try the stream again after a growing pause. When the
 * sign-in has ended, which only the answer to a poll can tell, they end.
 */

import { Problem, backoffMs, call, pause, readEvent, readSeats } from './api.js';
import { doubtPass, openStream } from './stream-pass.js';

const FINAL = new Set(['CONFIRMED', 'CANCELLED', 'EXPIRED', 'REJECTED']);
const OUTCOMES = ['held', 'confirmed', 'rejected', 'cancelled', 'expired'];
/** After these nothing comes from a booking's stream; an expired booking's goes on while it is being paid. */
const CLOSING = new Set(['CONFIRMED', 'CANCELLED', 'REJECTED']);
/** A proxy that buffers streams looks like silence: after so long without a word we ask. */
const QUEUED_SILENCE_MS = 8_000;
const HELD_SILENCE_MS = 60_000;
/** Where there is no stream (any more): soon at first, then more and more rarely. */
const NO_STREAM_MS = 1_500;
const MOST_DOUBLINGS = 4;
/** Where there is no pass for a stream: until it is asked for again. */
const NO_PASS_MS = 60_000;
const WAIT_SECONDS = 15;
const POLL_EVENT_MS = 5_000;
const MAX_BACKOFF_STEPS = 6;
const RECONNECTS = 2;
/** An event's stream begins with all its maps; nothing for so long means that a proxy keeps them back. */
const FIRST_MAP_MS = 6_000;

/** Whether to leave the next attempt to EventSource itself. */
export const reconnects = (source, failures) => source.readyState !== EventSource.CLOSED && failures <= RECONNECTS;

/**
 * Follows one booking until it is final and its payment, if there is one, is settled.
 *
 * @param links {self, stream}; while it is not decided, both need the receipt
 * @param paying the booking's Paying, which is kept current
 * @param on {queued(ahead), booking(body), refused(problem), lost()}; bodies only ever get newer
 * @param known the booking as it was read a moment ago, or undefined
 * @returns {asked(), stop()}: `asked` says that an answer is due soon, after a cancellation for example
 */
export function followBooking(links, paying, on, known) {
  let source;
  let silence;
  let looks = 0;
  let version = known?.version ?? -1;
  let stopped = false;
  let failures = 0;
  let polling = false;
  let passed = true;
  let status = known?.status ?? 'PENDING';

  const streams = () => links.stream !== undefined && !CLOSING.has(status);
  const listens = () => streams() && passed;

  function stop() {
    stopped = true;
    clearTimeout(silence);
    source?.close();
  }

  function silenceMs() {
    if (!listens()) return NO_STREAM_MS * 2 ** Math.min(looks++, MOST_DOUBLINGS);
    return status === 'PENDING' || paying.isUnderWay ? QUEUED_SILENCE_MS : HELD_SILENCE_MS;
  }

  function listenForSilence() {
    clearTimeout(silence);
    if (!stopped) silence = setTimeout(poll, silenceMs());
  }

  /** Whether the booking does not yet say what its payment says. */
  function isBehind() {
    const paid = paying.payment?.status;
    return (status === 'CONFIRMED' && paid === 'FAILED') || (status === 'EXPIRED' && paid === 'CAPTURED');
  }

  function stopOrListen() {
    if (FINAL.has(status) && !paying.isUnsettled && !isBehind()) return stop();
    if (!streams()) source?.close();
    return listenForSilence();
  }

  function heard(body) {
    if (stopped) return;
    if (body.status === 'PENDING') {
      if (status === 'PENDING') on.queued(body.ahead);
    } else if (body.version > version) {
      version = body.version;
      status = body.status;
      on.booking(body);
    }
    stopOrListen();
  }

  async function poll() {
    if (stopped || polling) return;
    polling = true;
    try {
      const wait = status === 'PENDING' ? { Prefer: `wait=${WAIT_SECONDS}` } : {};
      const [body] = await Promise.all([
        call(links.self, { headers: wait, timeoutMs: (WAIT_SECONDS + 10) * 1000 }),
        paying.isUnsettled && paying.look(),
      ]);
      heard(body);
    } catch (failure) {
      if (!stopped) pollFailed(failure);
    } finally {
      polling = false;
    }
  }

  function pollFailed(failure) {
    if (!(failure instanceof Problem)) throw failure;
    if (failure.temporary || failure.status >= 500) return listenForSilence();
    stop();
    if (failure.personal) return undefined; // the booking is as it was; that the sign-in ended is told for the whole page
    return failure.status === 410 ? on.lost() : on.refused(failure);
  }

  async function open() {
    if (stopped || !streams()) return;
    const opened = await openStream(links.stream);
    if (stopped) return opened?.close();
    passed = opened !== undefined;
    if (!passed) return openLater();
    source = opened;
    source.onopen = () => { failures = 0; };
    source.onerror = async () => {
      failures = Math.min(failures + 1, MAX_BACKOFF_STEPS);
      if (stopped || !streams() || reconnects(source, failures)) return;
      source.close();
      doubtPass();
      await Promise.all([poll(), pause(backoffMs(failures))]);
      open();
    };
    source.addEventListener('queued', (message) => heard({ status: 'PENDING', ahead: JSON.parse(message.data).ahead }));
    for (const outcome of OUTCOMES) source.addEventListener(outcome, (message) => heard(JSON.parse(message.data)));
    source.addEventListener('payment', (message) => {
      if (stopped) return;
      paying.heard(JSON.parse(message.data));
      stopOrListen();
    });
    source.addEventListener('refused', (message) => {
      stop();
      on.refused(new Problem({ status: 409, ...JSON.parse(message.data) }));
    });
    source.addEventListener('lost', () => {
      stop();
      on.lost();
    });
  }

  async function openLater() {
    listenForSilence();
    await pause(NO_PASS_MS);
    open();
  }

  function asked() {
    clearTimeout(silence);
    looks = 0;
    if (!stopped) silence = setTimeout(poll, listens() ? QUEUED_SILENCE_MS : NO_STREAM_MS);
  }

  open();
  if (known && paying.isUnsettled) poll();
  else listenForSilence();
  return { asked, stop };
}

/**
 * Follows the seats of an event.
 *
 * @param watched [{section, subsection}], at most 20
 * @param on {seats(message), availability(list), status(message), link('live' | 'reconnecting' | 'polling')}; a `seats` message holds
 *   either `map` or, when it was polled, `rows`
 * @returns a function that ends it
 */
export function followEvent(eventId, watched, on) {
  const watch = watched.map((place) => `${place.section}/${place.subsection}`).join(',');
  const address = `/api/events/${encodeURIComponent(eventId)}/stream?watch=${encodeURIComponent(watch)}`;
  let source;
  let kept;
  let stopped = false;
  let failures = 0;

  async function pollMeanwhile() {
    clearTimeout(kept);
    source.close();
    await pollFor(backoffMs(failures + 1) * 3);
    open();
  }

  async function pollFor(ms) {
    const end = Date.now() + ms;
    do {
      try {
        for (const place of watched) {
          if (stopped) return;
          on.seats(await readSeats(eventId, place.section, place.subsection));
        }
        on.availability(freeSeatsOf(await readEvent(eventId)));
        on.link('polling');
      } catch (failure) {
        if (!(failure instanceof Problem)) throw failure;
        on.link('reconnecting');
      }
      await pause(POLL_EVENT_MS);
    } while (!stopped && Date.now() < end);
  }

  function open() {
    if (stopped) return;
    source = new EventSource(address);
    source.onerror = () => {
      failures = Math.min(failures + 1, MAX_BACKOFF_STEPS);
      if (stopped) return;
      on.link('reconnecting');
      if (!reconnects(source, failures)) pollMeanwhile();
    };
    kept = setTimeout(pollMeanwhile, FIRST_MAP_MS);
    source.addEventListener('seats', (message) => {
      clearTimeout(kept);
      failures = 0;
      on.link('live');
      on.seats(JSON.parse(message.data));
    });
    source.addEventListener('status', (message) => on.status(JSON.parse(message.data)));
    source.addEventListener('availability', (message) => on.availability(JSON.parse(message.data)));
  }

  open();
  return () => {
    stopped = true;
    clearTimeout(kept);
    source.close();
  };
}

function freeSeatsOf(event) {
  return event.sections.flatMap((section) =>
    section.subsections.map((place) => ({ section: section.name, subsection: place.name, free: place.free })));
}
