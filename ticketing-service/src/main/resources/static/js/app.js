/** The page's frame: which view the address asks for. Addresses are fragments, so the server knows only `/`. */

import { account } from './account.js';
import { bookingsView } from './bookings-view.js';
import { announce, el, fill } from './dom.js';
import { keepDraft, takeDraft } from './draft.js';
import { eventView } from './event-view.js';
import { eventsView } from './events-view.js';
import { completeSignIn, identity, knowMe, onIdentity } from './identity.js';
import { organizerView, organizes } from './organizer-view.js';

const main = document.getElementById('main');
let view;

function route(draft) {
  const [, place, id] = location.hash.split('/');
  if (place === 'events' && id) return eventView(decodeURIComponent(id), draft);
  if (place === 'bookings') return bookingsView();
  if (place === 'organize') return organizerView(id && decodeURIComponent(id), draft);
  return eventsView(draft);
}

function show(draft) {
  view?.close();
  view = route(draft);
  document.title = `${view.title} – Seatlog`;
  main.replaceChildren(view.root);
  for (const link of document.querySelectorAll('header nav a')) {
    const here = location.hash || '#/';
    if (here === link.hash) link.setAttribute('aria-current', 'page');
    else if (here.startsWith(`${link.hash}/`)) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

function go() {
  show();
  scrollTo(0, 0);
  main.querySelector('h1')?.focus({ preventScroll: true });
}

/** When somebody signs out, here or in another tab, nothing of theirs stays on the page. */
function hideFromStrangers() {
  let before = identity().stage;
  onIdentity(() => {
    const { stage } = identity();
    const left = stage === 'out' && before !== 'out';
    before = stage;
    if (!left) return;
    go();
    announce('You are signed out.');
  });
}

/** Who runs no events is not told of that part of the page. */
function showTheirPlaces() {
  const link = document.getElementById('organize');
  const draw = () => { link.hidden = !organizes(); };
  onIdentity(draw);
  draw();
}

const keep = () => keepDraft(location.hash, view.draft?.());

/** A sign-in may come straight back, and sooner than the page that it left has been told to go. */
function keepWhenLeaving() {
  addEventListener('pagehide', keep);
  onIdentity(() => identity().doing === 'signing-in' && keep());
}

account(document.getElementById('account'), document.getElementById('notice'));
fill(main, el('p', { class: 'loading' }, 'One moment…'));
const arrived = await completeSignIn();
addEventListener('hashchange', go);
// A page that the browser kept whole, and shows again on the way back, may be of somebody who has signed out since.
addEventListener('pageshow', (shown) => shown.persisted && location.reload());
// The skip link leads to a place on the page, not to a view: it must not change the address.
document.querySelector('.skip').addEventListener('click', (click) => {
  click.preventDefault();
  main.focus();
});
hideFromStrangers();
showTheirPlaces();
show(takeDraft(location.hash));
keepWhenLeaving();
knowMe();
if (arrived) announce(`You are signed in${identity().name ? ` as ${identity().name}` : ''}.`);
