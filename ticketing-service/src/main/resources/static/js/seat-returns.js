/** Giving back single seats of a held booking. */

import { el, fill } from './dom.js';
import { seatInWords } from './format.js';
import { problemInWords } from './words.js';

/** @param giveBack async, of a seat's label; that it happened is told by the booking's next state */
export function seatReturns({ seats }, giveBack) {
  if (seats.length < 2) return undefined; // the last one is the whole booking
  const why = el('p', { role: 'alert' });
  const list = el('ul', {}, seats.map((seat) => {
    const words = seatInWords(seat).replace(/^r/, 'R');
    return el('li', {}, el('button', { type: 'button', class: 'quiet', 'aria-label': `${words}: give back`, onclick: () => clicked(seat) }, words));
  }));
  const enable = (enabled) => {
    for (const button of list.querySelectorAll('button')) button.disabled = !enabled;
  };

  async function clicked(seat) {
    enable(false);
    fill(why);
    try {
      await giveBack(seat);
    } catch (problem) {
      enable(true);
      fill(why, problemInWords(problem).join(' '));
    }
  }

  return el('details', { class: 'returns' }, el('summary', {}, 'Give back a single seat'), list, why);
}
