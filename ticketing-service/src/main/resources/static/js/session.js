/**
 * The session of this tab: the token that says who asks, and until when. It lies in the tab's own storage, so that a
 * reload keeps it and no other tab, and nothing after the tab, has it. A session that has ended is kept all the same: it
 * tells whose page this is, and lets the person sign in again or out.
 */

const KEY = 'seatlog.session';
/** So long before the end the page says that it comes. */
const SOON_MS = 60_000;
/** What a timer can count; a longer session is looked at again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const listeners = new Set();
let session = stored();
let timer;

/** {accessToken, idToken?, expiresAt, name?}: `expiresAt` in epoch milliseconds of this browser's clock; or undefined. */
export const currentSession = () => session;

/** @returns out, in, ending (soon) or ended */
export function stage() {
  if (!session) return 'out';
  const left = session.expiresAt - Date.now();
  if (left <= 0) return 'ended';
  return left <= SOON_MS ? 'ending' : 'in';
}

export const isSignedIn = () => ['in', 'ending'].includes(stage());

/** The headers that tell the API who asks: none when signed out, and none with a token that has ended. */
export const authorization = () => (isSignedIn() ? { Authorization: `Bearer ${session.accessToken}` } : {});

export const beginSession = (fresh) => become(fresh);

export const forgetSession = () => become(undefined);

/** The API refused these headers. Those of a session before say nothing of the present one. */
export function refusedAuthorization({ Authorization: refused }) {
  if (refused && refused === authorization().Authorization) become({ ...session, expiresAt: 0 });
}

/** Calls back at every change of the session and of its stage. */
export function onSession(listener) {
  listeners.add(listener);
  watch();
}

function become(next) {
  session = next;
  try {
    if (session) sessionStorage.setItem(KEY, JSON.stringify(session));
    else sessionStorage.removeItem(KEY);
  } catch {
    // storage is forbidden: the session lasts as long as the page
  }
  changed();
}

function changed() {
  watch();
  for (const listener of listeners) listener();
}

function watch() {
  clearTimeout(timer);
  if (!isSignedIn()) return;
  const left = session.expiresAt - Date.now();
  timer = setTimeout(changed, Math.min(left > SOON_MS ? left - SOON_MS : left, LONGEST_TIMER_MS));
}

function stored() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return typeof kept?.accessToken === 'string' && Number.isFinite(kept.expiresAt) ? kept : undefined;
  } catch {
    return undefined; // forbidden, or not ours
  }
}
