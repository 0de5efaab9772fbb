/** A list of events with its search and its pages, and its empty, loading and failed forms. */

import { Problem } from './api.js';
import { announce, el, fill } from './dom.js';
import { counted } from './format.js';
import { failed, loading } from './states.js';

const TYPING_PAUSE_MS = 250;

/**
 * @param read (words, after, signal): a page of the list
 * @param card an item's element
 * @param nothing (words): what an empty list says
 * @param typed what `typed()` was when the page was left, or undefined
 * @returns {nodes, typed(), close()}
 */
export function eventList({ read, card, nothing, typed }) {
  const list = el('ul', { class: 'cards' });
  const status = el('div', { class: 'list-status' });
  const search = el('input', {
    type: 'search', id: 'search', name: 'q', autocomplete: 'off', placeholder: 'Name or place', maxlength: '100', value: typed,
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => load(), TYPING_PAUSE_MS);
    },
  });
  let typing;
  let reading;

  async function load(after) {
    reading?.abort();
    reading = new AbortController();
    const { signal } = reading;
    fill(status, loading('Loading events…'));
    try {
      const { items, next } = await read(search.value.trim(), after, signal);
      if (after === undefined) fill(list);
      list.append(...items.map(card));
      fill(status, list.children.length === 0 && nothing(search.value), next && more(next));
      if (search.value) announce(`${counted(list.children.length, 'event')} found`);
    } catch (problem) {
      if (signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      fill(status, failed(problem, () => load(after)));
    }
  }

  const more = (next) => el('button', { type: 'button', class: 'quiet', onclick: () => load(next) }, 'More events');

  load();
  return {
    nodes: [
      el('form', {
        role: 'search', class: 'search',
        onsubmit: (submitted) => {
          submitted.preventDefault();
          load();
        },
      }, el('label', { for: 'search' }, 'Search events'), search),
      list, status],
    typed: () => search.value || undefined,
    close() {
      clearTimeout(typing);
      reading?.abort();
    },
  };
}
