/** The bookings of this browser: what the server lists, and what it has not decided yet. */

import { Problem, call, listBookings, readEvent } from './api.js';
import { heldInWords, whyOver } from './booking-panel.js';
import { cancelBooking } from './booking.js';
import { countdown } from './countdown.js';
import { el, fill } from './dom.js';
import { failed } from './events-view.js';
import { counted, dateTime } from './format.js';
import { forget, remembered } from './notebook.js';
import { bookingStatusInWords, problemInWords } from './words.js';

const REFRESH_MS = 4_000;
/** What has no decision after this long never reached the server, or was rejected and has been read. */
const UNDECIDED_MS = 15 * 60_000;
const MOST_ASKED = 10;
const OPEN = new Set(['SENDING', 'PENDING']);

/** @returns {title, root, close()} */
export function bookingsView() {
  const list = el('ul', { class: 'cards' });
  const status = el('div', { class: 'list-status' }, el('p', { class: 'loading' }, 'Loading your bookings…'));
  const names = new Map();
  let items = [];
  let shown = '';
  let next;
  let closed = false;
  let timer;

  async function load() {
    clearTimeout(timer);
    try {
      const page = await listBookings({});
      if (closed) return;
      items = page.items;
      next = page.next;
      await show();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!closed && items.length === 0) fill(status, failed(problem, load));
    }
    if (!closed) timer = setTimeout(load, REFRESH_MS);
  }

  async function loadMore() {
    clearTimeout(timer); // a refresh would fold the list again
    const page = await listBookings({ after: next });
    items = [...items, ...page.items];
    next = page.next;
    await show();
  }

  async function show() {
    const all = [...await undecided(items), ...items];
    await Promise.all(all.map((booking) => nameOf(booking, names)));
    const now = JSON.stringify([all, next]);
    if (closed || now === shown) return; // nothing new: leave focus and selection alone
    shown = now;
    const focused = document.activeElement.closest('.card')?.dataset.id;
    fill(list, all.map((booking) => card(booking, names.get(booking.eventId), load)));
    if (focused) list.querySelector(`[data-id="${focused}"] a`)?.focus();
    fill(status,
      all.length === 0 && el('p', { class: 'empty' }, 'You have not booked anything yet. ', el('a', { href: '#/' }, 'See the events')),
      next && el('button', { type: 'button', class: 'quiet', onclick: loadMore }, 'Older bookings'));
  }

  load();
  return {
    title: 'My bookings',
    root: el('div', { class: 'page' }, el('h1', { tabindex: '-1' }, 'My bookings'),
      el('p', { class: 'hint' }, 'They belong to this browser.'), list, status),
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** What this browser sent and the server does not list: still queued, or rejected (of those it keeps no list). */
async function undecided(items) {
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
    return problem.temporary ? queued : { ...request, status: 'REJECTED', reason: problem.reason ?? problem.detail, eventName };
  }
}

async function nameOf(booking, names) {
  if (names.has(booking.eventId)) return;
  names.set(booking.eventId, booking.eventName ?? 'Event');
  if (booking.eventName) return;
  try {
    names.set(booking.eventId, (await readEvent(booking.eventId)).name);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem; // the booking is shown without its event's name
    names.delete(booking.eventId);
  }
}

function card(booking, name, refresh) {
  const lines = booking.seats && booking.totalMinor !== undefined ? [...heldInWords(booking), whyOver(booking)]
    : [`Block ${booking.section} ${booking.subsection}: ${counted(booking.quantity, 'seat')}.`, whyOver(booking)];
  if (booking.sent === false) lines.push('It is not certain that this request arrived. Open the event to send it again.');
  return el('li', { class: 'card', 'data-id': booking.id, 'data-status': booking.status },
    el('a', { href: `#/events/${booking.eventId}` }, name ?? 'Event'),
    lines.filter(Boolean).map((line) => el('p', {}, line)),
    booking.status === 'HELD' && booking.heldUntil && countdown(booking.heldUntil),
    booking.createdAt && el('p', { class: 'hint' }, `Booked ${dateTime(booking.createdAt)}`),
    el('span', { class: `pill ${booking.status.toLowerCase()}` }, bookingStatusInWords(booking.status)),
    cancelButton(booking, refresh));
}

function cancelButton(booking, refresh) {
  if (!(booking.status === 'HELD' || (booking.status === 'PENDING' && booking.links))) return undefined;
  const self = booking.links?.self ?? `/api/bookings/${booking.id}`;
  return el('button', {
    type: 'button', class: 'quiet', 'aria-label': `Cancel ${counted(booking.quantity, 'ticket')} in block ${booking.section} ${booking.subsection}`,
    onclick: async (click) => {
      const button = click.target;
      button.disabled = true;
      button.textContent = 'Cancelling…';
      try {
        await cancelBooking(self);
        setTimeout(refresh, 500);
      } catch (problem) {
        button.disabled = false;
        button.textContent = 'Cancel';
        button.after(el('p', { role: 'alert' }, problemInWords(problem).join(' ')));
      }
    },
  }, 'Cancel');
}
