/**
 * The organizer's part of the page: who may see it, and which of its views the address asks for. Buyers never need the code
 * of these views, so it is fetched when somebody goes there.
 */

import { Problem } from './api.js';
import { drawView, el } from './dom.js';
import { identity, me, signIn } from './identity.js';
import { isSignedIn } from './session.js';
import { empty, failed, loading } from './states.js';

const ROLES = ['organizer', 'operator'];

/** Whether that part of the page is somebody's at all. */
export const organizes = (roles = identity().roles) => roles.some((role) => ROLES.includes(role));

/**
 * @param place what the address names: nothing for the list, `new`, or an event's id
 * @param draft what `draft()` was when the page was left, or undefined
 * @returns {title, root, draft(), close()}
 */
export function organizerView(place, draft) {
  const root = el('div', { class: 'page' });
  const heading = el('h1', { tabindex: '-1' }, 'Your events');
  let closed = false;
  let view;

  const show = (...content) => drawView(root, heading, content);

  async function open() {
    if (!isSignedIn()) {
      return show(empty(el('p', {}, 'Sign in to make events and to see how they sell.'),
        el('button', { type: 'button', class: 'main', onclick: signIn }, 'Sign in')));
    }
    show(loading('One moment…'));
    try {
      const [person, fetched] = await Promise.all([me(), viewOf(place)]);
      if (closed) return undefined;
      if (!organizes(person.roles)) return show(empty(el('p', {}, 'Your account does not organize events: it has neither the role organizer '
        + 'nor operator. Whoever manages the accounts can give it.')));
      view = fetched(root, { person, place, draft });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!closed) show(failed(problem, open));
    }
    return undefined;
  }

  open();
  return {
    title: 'Your events',
    root,
    draft: () => (view ? view.draft?.() : draft),
    close() {
      closed = true;
      view?.close?.();
    },
  };
}

/** @returns a function (root, {person, place, draft}) that draws the view and returns {draft()?, close()?} */
async function viewOf(place) {
  try {
    if (!place) return (await import('./organizer-list.js')).organizerList;
    if (place === 'new') return (await import('./event-creation.js')).eventCreation;
    return (await import('./organizer-event.js')).organizerEvent;
  } catch (failure) {
    if (failure instanceof TypeError) throw new Problem({ status: 0, code: 'network' });
    throw failure;
  }
}
