/** The events that everybody sees. */

import { listEvents } from './api.js';
import { el } from './dom.js';
import { eventList } from './event-list.js';
import { count, counted, dateTime, money } from './format.js';
import { empty, pill } from './states.js';

/**
 * @param draft what `draft()` was when the page was left, or undefined
 * @returns {title, root, draft(), close()}
 */
export function eventsView(draft) {
  const list = eventList({ read: listEvents, card, nothing, typed: draft?.search });
  return {
    title: 'Events',
    root: el('div', { class: 'page' }, el('h1', { tabindex: '-1' }, 'What would you like to see?'), list.nodes),
    draft: () => list.typed() && { search: list.typed() },
    close: list.close,
  };
}

const nothing = (words) => empty(words ? `No event matches “${words}”.` : 'There are no events yet. An organizer creates them.');

function card(event) {
  return el('li', { class: 'card' },
    el('a', { href: `#/events/${event.id}` }, event.name),
    el('p', {}, [event.venue, event.startsAt && dateTime(event.startsAt)].filter(Boolean).join(' · ')),
    el('p', {}, [
      event.fromPriceMinor !== undefined && `from ${money(event.fromPriceMinor, event.currency)}`,
      event.free !== undefined && (event.free === 0 ? 'sold out' : `${count(event.free)} of ${counted(event.seats, 'seat')} free`),
    ].filter(Boolean).join(' · ')),
    pill(event.status));
}
