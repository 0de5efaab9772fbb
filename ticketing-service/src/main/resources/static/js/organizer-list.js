/** The events that somebody runs, as a list. */

import { drawView, el } from './dom.js';
import { eventList } from './event-list.js';
import { count, counted, dateTime } from './format.js';
import { listMine } from './organizer-api.js';
import { empty, pill } from './states.js';

/** Draws into the root. @returns {draft(), close()} */
export function organizerList(root, { person, draft }) {
  const makes = person.roles.includes('organizer');
  const create = (look) => el('a', { class: `button ${look}`, href: '#/organize/new' }, 'New event');
  const nothing = (words) => (words ? empty(`No event matches “${words}”.`)
    : empty(el('p', {}, 'There are no events yet.'), makes && create('main')));
  const list = eventList({ read: listMine, card, nothing, typed: draft?.search });
  drawView(root,
    el('div', { class: 'head' },
      el('h1', { tabindex: '-1' }, person.roles.includes('operator') ? 'All events' : 'Your events'),
      makes && create('main')),
    list.nodes);
  return { draft: () => list.typed() && { search: list.typed() }, close: list.close };
}

function card(event) {
  const taken = event.free !== undefined && event.status !== 'DRAFT' && event.seats - event.free;
  return el('li', { class: 'card' },
    el('a', { href: `#/organize/${event.id}` }, event.name),
    el('p', {}, [event.venue, dateTime(event.startsAt)].join(' · ')),
    el('p', {}, taken === false ? counted(event.seats, 'seat') : `${count(taken)} of ${counted(event.seats, 'seat')} taken`),
    pill(event.status));
}
