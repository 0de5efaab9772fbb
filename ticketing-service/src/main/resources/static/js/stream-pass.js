/**
 * EventSource can send no header, so the streams of bookings open with a pass: a cookie that the page cannot read and that
 * opens nothing else. It is asked for before the first stream, and again before it ends while streams are open; these end
 * with the pass that they came by, reconnect by themselves, and find the next one.
 */

import { Problem, call } from './api.js';
import { serverNow } from './clock.js';
import { isSignedIn } from './session.js';

const RENEW_BEFORE_MS = 30_000;
const GIVE_BACK_MS = 4_000;

const sources = new Set();
let until = -Infinity;
let asking;
let renewal;

/** @returns an EventSource, or undefined where no pass can be had: then one polls */
export async function openStream(address) {
  if (!(await hasPass())) return undefined;
  const source = new EventSource(address);
  sources.add(source);
  return source;
}

/** A stream was refused: the pass may have been lost, or another tab's person may have it now. */
export function doubtPass() {
  until = -Infinity;
}

/** On sign-out: ends the streams of all tabs, too. @returns a promise that never fails; the pass also ends by itself */
export async function giveBackPass() {
  clearTimeout(renewal);
  doubtPass();
  for (const source of sources) source.close();
  sources.clear();
  try {
    await call('/api/stream-pass', { method: 'DELETE', anonymous: true, timeoutMs: GIVE_BACK_MS });
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
  }
}

async function hasPass() {
  if (!isSignedIn()) return false;
  if (serverNow() < until) return true;
  asking ??= ask().finally(() => { asking = undefined; });
  return asking;
}

async function ask() {
  try {
    const { expiresAt } = await call('/api/stream-pass', { method: 'PUT' });
    renewBefore(Date.parse(expiresAt));
    return true;
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    return false;
  }
}

/** A pass never outlives its token: one that ends when the one before it did was the last, and too short ones are not renewed. */
function renewBefore(end) {
  clearTimeout(renewal);
  const wait = end - serverNow() - RENEW_BEFORE_MS;
  if (end > until && wait > 0) renewal = setTimeout(renew, wait);
  until = end;
}

function renew() {
  for (const source of sources) if (source.readyState === EventSource.CLOSED) sources.delete(source);
  if (sources.size > 0) ask();
}
