/** What is shown in the place of something that is still to come, is not there, or could not be had; and how an event stands. */

import { el } from './dom.js';
import { eventStatusInWords, problemInWords } from './words.js';

export const loading = (words) => el('p', { class: 'loading' }, words);

export const empty = (...content) => el('div', { class: 'empty' }, content);

/** What is shown in place of something that could not be loaded. */
export function failed(problem, again) {
  return el('div', { class: 'failed', role: 'alert' },
    problemInWords(problem).map((line) => el('p', {}, line)),
    el('button', { type: 'button', class: 'quiet', onclick: again }, 'Try again'));
}

export const pill = (status) => el('span', { class: `pill ${status?.toLowerCase()}` }, eventStatusInWords(status));
