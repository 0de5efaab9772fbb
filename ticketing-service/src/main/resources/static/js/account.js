/** The corner of the header that says who is there, and the notice below it when something about that needs a person. */

import { announce, el, fill } from './dom.js';
import { dismissProblem, identity, onIdentity, signIn, signOut } from './identity.js';
import { problemInWords } from './words.js';

/** Everybody is a buyer; what is shown is who is more than that. */
const BADGES = ['organizer', 'operator'];
const DOING = { 'signing-in': 'Signing in…', 'signing-out': 'Signing out…' };

/** Draws into these two elements from now on. */
export function account(corner, notice) {
  let drawn;
  const draw = () => {
    const now = identity();
    const look = JSON.stringify(now);
    if (look === drawn) return; // a button that somebody is about to press stays the same one
    drawn = look;
    const focused = [corner, notice].find((place) => place.contains(document.activeElement));
    fill(corner, now.doing ? busy(now) : now.stage === 'out' ? stranger() : person(now));
    fill(notice, said(now));
    if (focused) (focused.querySelector('button') ?? corner.querySelector('button')).focus();
    if (now.doing) announce(DOING[now.doing]);
  };
  onIdentity(draw);
  draw();
}

/** Still a button, so that who pressed it with a key does not lose their place; until it is over it does nothing. */
const busy = ({ doing }) => el('button', { type: 'button', class: 'quiet', 'aria-disabled': 'true' }, DOING[doing]);

const stranger = () => button('Sign in', 'quiet', signIn);

const person = ({ name, roles }) => [
  el('p', {}, el('span', { class: 'unseen' }, 'Signed in as '), el('strong', {}, name ?? 'You')),
  roles.filter((role) => BADGES.includes(role)).map((role) => el('span', { class: 'pill' }, role)),
  button('Sign out', 'quiet', signOut),
];

function said({ stage, doing, problem }) {
  if (doing) return undefined;
  if (problem) {
    return box('bad', problemInWords(problem), [
      problem.code !== 'sign-out-incomplete' && button('Try again', 'main', signIn),
      button('Dismiss', 'quiet', dismissProblem),
    ]);
  }
  if (stage === 'ending') return box('waiting', ['Your sign-in ends within a minute. What you chose is kept.'], [again()]);
  if (stage === 'ended') {
    return box('waiting', ['Your sign-in has ended. Your seats and what you chose are kept, but this page no longer follows them.'], [again()]);
  }
  return undefined;
}

const again = () => button('Sign in again', 'main', signIn);

/** Read out, because its element on the page is a live region. */
const box = (tone, lines, actions) => el('div', { class: `notice ${tone}` },
  el('div', {}, lines.map((line) => el('p', {}, line))), el('div', { class: 'actions' }, actions));

const button = (text, look, onclick) => el('button', { type: 'button', class: look, onclick }, text);
