/** The time that is left of a hold, counted down where it is shown. A reader of the screen asks; it is not read out. */

import { serverNow } from './clock.js';
import { el, fill } from './dom.js';
import { timeLeft } from './format.js';

const TICK_MS = 1_000;

/** @returns an element that counts until this time, and stops when it leaves the page */
export function countdown(until) {
  const end = Date.parse(until);
  const left = el('strong', {});
  const root = el('p', { class: 'countdown', role: 'timer', 'aria-live': 'off' }, 'Yours for another ', left, '.');
  const tick = () => {
    const seconds = Math.ceil((end - serverNow()) / 1000);
    if (seconds > 0) fill(left, timeLeft(seconds));
    else fill(root, 'The time is over; the seats are being given back.');
    return seconds > 0;
  };
  tick();
  const timer = setInterval(() => {
    if (!root.isConnected || !tick()) clearInterval(timer);
  }, TICK_MS);
  return root;
}
