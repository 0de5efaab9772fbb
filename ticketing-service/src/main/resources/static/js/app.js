/** The page's frame: which view the address asks for. Addresses are fragments, so the server knows only `/`. */

import { bookingsView } from './bookings-view.js';
import { eventView } from './event-view.js';
import { eventsView } from './events-view.js';

const main = document.getElementById('main');
let view;

function route() {
  const [, place, id] = location.hash.split('/');
  if (place === 'events' && id) return eventView(decodeURIComponent(id));
  if (place === 'bookings') return bookingsView();
  return eventsView();
}

function show(first) {
  view?.close();
  view = route();
  document.title = `${view.title} – Seatlog`;
  main.replaceChildren(view.root);
  for (const link of document.querySelectorAll('header nav a')) {
    const here = link.hash === (location.hash || '#/');
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (first) return;
  scrollTo(0, 0);
  main.querySelector('h1')?.focus({ preventScroll: true });
}

addEventListener('hashchange', () => show(false));
// The skip link leads to a place on the page, not to a view: it must not change the address.
document.querySelector('.skip').addEventListener('click', (click) => {
  click.preventDefault();
  main.focus();
});
show(true);
