/**
 * Who is there: signs a person in and out with the issuer that the API names, and tells the page of every change. The
 * person leaves the page for that and comes back to the same place; nothing here ever sends them away unasked, so there
 * is no loop to be caught in, and no half-chosen seat is lost to a renewal behind their back.
 */

import { Problem, call } from './api.js';
import { discover, farewell, invitation, redeem } from './issuer.js';
import { burnNotebook, openNotebook } from './notebook.js';
import { beginSession, currentSession, forgetSession, isSignedIn, onSession, stage } from './session.js';
import { giveBackPass } from './stream-pass.js';

/** What is between leaving for the issuer and coming back, for this tab alone. */
const KEY = 'seatlog.sign-in';
const listeners = new Set();
/** Signing out in one tab is meant for all: the others may show the same bookings. */
const tabs = new BroadcastChannel('seatlog.sign-out');

let doing;
let problem;
let asked;
let known;

onSession(tell);
tabs.onmessage = () => forgetPerson();

/**
 * @returns {stage, name, roles, doing, problem}: stage is out, in, ending or ended; `doing` is signing-in, signing-out or
 *   undefined; `roles` are empty until they are known
 */
export const identity = () =>
  ({ stage: stage(), name: currentSession()?.name, roles: known?.roles ?? [], doing, problem });

/** Calls back whenever `identity` is different. */
export const onIdentity = (listener) => listeners.add(listener);

/** Leaves for the issuer's form; what went wrong before that is told as `problem`. */
export async function signIn() {
  if (doing) return;
  await during('signing-in', async () => {
    if (!globalThis.crypto?.subtle) throw new Problem({ code: 'sign-in-insecure' });
    const { address, secrets } = await invitation(await discover());
    keep({ secrets, route: location.hash });
    location.assign(address);
  });
}

/**
 * When the issuer has sent the browser back: takes its answer out of the address before anything else can see it, and
 * makes it the session. To be called before the first view. @returns whether somebody has just signed in
 */
export async function completeSignIn() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('code') && !answer.has('error')) return false;
  const { secrets, route = location.hash } = taken() ?? {};
  history.replaceState(null, '', location.pathname + route);
  await during('signing-in', async () => beginSession(await redeem(answer, secrets)));
  doing = undefined;
  tell();
  return problem === undefined;
}

/** Forgets the person here, at once and whatever happens then, and ends the issuer's session as well. */
export async function signOut() {
  if (doing) return;
  const { idToken } = currentSession() ?? {};
  await during('signing-out', async () => {
    forgetPerson();
    tabs.postMessage('');
    const [issuer] = await Promise.all([discover().catch(incomplete), giveBackPass()]);
    if (idToken && issuer.endSession) location.assign(farewell(issuer, idToken));
    else doing = undefined;
  });
  tell();
}

/**
 * Who the API says it is; asked once. Its id opens the notebook, so whoever wants to read that waits for this.
 *
 * @returns {id, roles}; rejects with a Problem
 */
export function me() {
  asked ??= introduced();
  asked.catch(() => { asked = undefined; });
  return asked;
}

async function introduced() {
  const { accessToken } = currentSession() ?? {};
  const person = await call('/api/me');
  if (accessToken === currentSession()?.accessToken) { // not signed out meanwhile
    openNotebook(person.id);
    known = person;
    tell();
  }
  return person;
}

/** `me` for those who can do without: at most, nothing is remembered of earlier visits. */
export async function knowMe() {
  if (!isSignedIn()) return;
  try {
    await me();
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
  }
}

export function dismissProblem() {
  problem = undefined;
  tell();
}

function forgetPerson() {
  asked = undefined;
  known = undefined;
  burnNotebook();
  forgetSession();
}

/** `doing` lasts until the browser has left, unless that failed. */
async function during(what, action) {
  doing = what;
  problem = undefined;
  tell();
  try {
    await action();
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    problem = failure;
    doing = undefined;
    tell();
  }
}

function incomplete(failure) {
  if (!(failure instanceof Problem)) throw failure;
  throw new Problem({ ...failure, code: 'sign-out-incomplete' });
}

function tell() {
  for (const listener of listeners) listener();
}

function keep(departure) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(departure));
  } catch {
    // Without it nobody can tell, after the return, whether the answer is one to us.
    throw new Problem({ code: 'sign-in-needs-storage' });
  }
}

/** Once: an answer that comes a second time is not one to us. */
function taken() {
  try {
    const departure = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return departure ?? undefined;
  } catch {
    return undefined;
  }
}
