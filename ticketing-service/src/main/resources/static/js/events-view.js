/** The list of events: search, pages, and its empty, loading and failed forms. */

import { listEvents } from './api.js';
import { announce, el, fill } from './dom.js';
import { count, counted, dateTime, money } from './format.js';
import { eventStatusInWords, problemInWords } from './words.js';

const TYPING_PAUSE_MS = 250;

/**
 * @param draft what `draft()` was when the page was left, or undefined
 * @returns {title, root, draft(), close()}
 */
export function eventsView(draft) {
  const list = el('ul', { class: 'cards' });
  const status = el('div', { class: 'list-status' });
  const search = el('input', {
    type: 'search', id: 'search', name: 'q', autocomplete: 'off', placeholder: 'Name or place', maxlength: '100', value: draft?.search,
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => load(), TYPING_PAUSE_MS);
    },
  });
  let typing;
  let loading;

  async function load(after) {
    loading?.abort();
    loading = new AbortController();
    const { signal } = loading;
    fill(status, el('p', { class: 'loading' }, 'Loading events…'));
    try {
      const { items, next } = await listEvents(search.value.trim(), after, signal);
      if (after === undefined) fill(list);
      list.append(...items.map(card));
      fill(status, list.children.length === 0 && nothing(), next && more(next));
      if (search.value) announce(`${counted(list.children.length, 'event')} found`);
    } catch (problem) {
      if (signal.aborted) return;
      fill(status, failed(problem, () => load(after)));
    }
  }

  const nothing = () => el('p', { class: 'empty' },
    search.value ? `No event matches “${search.value}”.` : 'There are no events yet. An organizer creates them through the API.');
  const more = (next) => el('button', { type: 'button', class: 'quiet', onclick: () => load(next) }, 'More events');

  load();
  return {
    title: 'Events',
    root: el('div', { class: 'page' },
      el('h1', { tabindex: '-1' }, 'What would you like to see?'),
      el('form', {
        role: 'search', class: 'search',
        onsubmit: (submitted) => {
          submitted.preventDefault();
          load();
        },
      }, el('label', { for: 'search' }, 'Search events'), search),
      list, status),
    draft: () => search.value && { search: search.value },
    close() {
      clearTimeout(typing);
      loading?.abort();
    },
  };
}

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

export const pill = (status) => el('span', { class: `pill ${status?.toLowerCase()}` }, eventStatusInWords(status));

/** What is shown in place of something that could not be loaded. */
export function failed(problem, again) {
  return el('div', { class: 'failed', role: 'alert' },
    problemInWords(problem).map((line) => el('p', {}, line)),
    el('button', { type: 'button', class: 'quiet', onclick: again }, 'Try again'));
}
