/** A person's bookings: what the server lists, and what it has not decided yet. */

import { Problem, listBookings, readEvent } from './api.js';
import { heldInWords, whyOver } from './booking-panel.js';
import { cancelBooking, giveBackSeat, noteDecided } from './booking.js';
import { countdown } from './countdown.js';
import { announce, el, fill } from './dom.js';
import { counted, dateTime } from './format.js';
import { knowMe, signIn } from './identity.js';
import { remembered } from './notebook.js';
import { Paying, paymentOptions } from './payment.js';
import { paymentBox, standing } from './payment-box.js';
import { seatReturns } from './seat-returns.js';
import { isSignedIn } from './session.js';
import { empty, failed, loading } from './states.js';
import { undecided } from './undecided.js';
import { bookingStatusInWords, problemInWords } from './words.js';

const REFRESH_MS = 4_000;
/** While a payment moves, and after something was asked for. */
const SOON_MS = 700;
const SOON_LOADS = 3;

/** @returns {title, root, close()} */
export function bookingsView() {
  const view = new BookingsPage();
  view.load();
  return { title: 'My bookings', root: view.root, close: () => view.close() };
}

class BookingsPage {
  constructor() {
    this.list = el('ul', { class: 'cards bookings' });
    this.status = el('div', { class: 'list-status' });
    this.root = el('div', { class: 'page' }, el('h1', { tabindex: '-1' }, 'My bookings'),
      el('p', { class: 'hint' }, 'They belong to your account.'), this.list, this.status);
    this.names = new Map();
    this.payings = new Map();
    this.settled = new Set();
    this.cards = new Map();
    this.items = [];
    this.queued = [];
    this.hurried = 0;
    if (isSignedIn()) this.#loadOptions();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }

  async load() {
    clearTimeout(this.timer);
    if (!isSignedIn()) return this.#needsSignIn();
    if (!this.loaded) fill(this.status, loading('Loading your bookings…'));
    try {
      await knowMe();
      await this.#take(await listBookings({}), []);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) return this.#needsSignIn();
      if (!this.closed && this.items.length === 0) fill(this.status, failed(problem, () => this.load()));
      if (problem.personal) return undefined; // asking again changes nothing
    }
    return this.#later();
  }

  /** What is shown already stays: it was true when the sign-in ended, and the page says that it has. */
  #needsSignIn() {
    if (this.closed || this.loaded) return;
    fill(this.status, empty(
      el('p', {}, 'Sign in to see your bookings: the seats that are held for you, and the tickets that you have paid for.'),
      el('button', { type: 'button', class: 'main', onclick: signIn }, 'Sign in')));
  }

  async #loadMore() {
    clearTimeout(this.timer); // a refresh would fold the list again
    this.foot = undefined;
    fill(this.status, loading('Loading older bookings…'));
    try {
      await this.#take(await listBookings({ after: this.next }), this.items);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!this.closed) fill(this.status, failed(problem, () => this.#loadMore()));
    }
  }

  async #loadOptions() {
    try {
      this.options = await paymentOptions();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.options = { problem };
    }
    this.#draw();
  }

  async #take(page, before) {
    const items = [...before, ...page.items];
    const queued = await undecided(items);
    await Promise.all([
      ...[...queued, ...items].map((booking) => nameOf(booking, this.names)),
      ...page.items.map((booking) => this.#lookAtPayment(booking)),
    ]);
    Object.assign(this, { items, queued, next: page.next, loaded: true });
    this.#draw();
  }

  #later() {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.hurried--;
    const moving = this.hurried > 0 || [...this.payings.values()].some((one) => one.isUnsettled && one.payment?.status !== 'ACTION_REQUIRED');
    this.timer = setTimeout(() => this.load(), moving ? SOON_MS : REFRESH_MS);
  }

  /** Something was asked for: the answer is due. */
  #soon() {
    this.hurried = SOON_LOADS;
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => this.load(), SOON_MS);
  }

  async #lookAtPayment(booking) {
    const paying = this.#payingOf(booking);
    const paid = paying.payment ? paying.payment.status === 'CAPTURED' : this.settled.has(booking.id);
    const isRefunded = booking.status === 'CANCELLED' && paid; // an event that is cancelled takes paid bookings with it
    if (!(paying.isUnsettled || isRefunded) || paying.sending) return;
    await paying.look();
    noteDecided(booking, paying);
  }

  #payingOf({ id }) {
    if (!this.payings.has(id)) {
      const note = remembered().find((one) => one.id === id);
      const paying = new Paying({ id, self: note?.links?.self ?? `/api/bookings/${id}`, begun: note?.paying });
      if (note?.paying === false) this.settled.add(id);
      paying.changed = () => this.#paymentChanged(id, paying);
      this.payings.set(id, paying);
    }
    return this.payings.get(id);
  }

  #paymentChanged(id, paying) {
    this.#draw();
    const booking = this.items.find((one) => one.id === id);
    const said = booking && !this.closed && standing(booking, paying);
    if (said) announce([said.heading, ...said.lines].join('. ').replaceAll('..', '.'));
    if (!paying.sending) this.#soon();
  }

  /** Redraws only the cards that differ: focus, selections and open parts of the others stay. */
  #draw() {
    if (this.closed || !this.loaded) return;
    const all = [...this.queued, ...this.items];
    const focused = document.activeElement.closest('.card')?.dataset.id;
    const nodes = all.map((booking) => this.#cardOf(booking));
    const before = [...this.list.children];
    if (nodes.length !== before.length || nodes.some((node, i) => node.dataset.id !== before[i].dataset.id)) fill(this.list, nodes);
    else nodes.forEach((node, i) => node !== before[i] && before[i].replaceWith(node));
    if (focused && !document.activeElement.closest('.card')) this.cards.get(focused)?.node.querySelector('a')?.focus();
    const foot = JSON.stringify([all.length === 0, this.next]);
    if (foot === this.foot) return;
    this.foot = foot;
    fill(this.status,
      all.length === 0 && el('p', { class: 'empty' }, 'You have not booked anything yet. ', el('a', { href: '#/' }, 'See the events')),
      this.next && el('button', { type: 'button', class: 'quiet', onclick: () => this.#loadMore() }, 'Older bookings'));
  }

  #cardOf(booking) {
    const { payment, sending, problem } = this.#payingOf(booking);
    const look = JSON.stringify([booking, this.names.get(booking.eventId), payment, sending, problem?.code, this.options]);
    const drawn = this.cards.get(booking.id);
    if (drawn?.look === look) return drawn.node;
    const node = this.#card(booking);
    this.cards.set(booking.id, { look, node });
    return node;
  }

  #card(booking) {
    const held = booking.status === 'HELD';
    const decided = booking.seats && booking.totalMinor !== undefined;
    const paying = this.#payingOf(booking);
    const lines = decided ? [...heldInWords(booking), whyOver(booking)]
      : [`Block ${booking.section} ${booking.subsection}: ${counted(booking.quantity, 'seat')}.`, whyOver(booking)];
    if (booking.sent === false) lines.push('It is not certain that this request arrived. Open the event to send it again.');
    return el('li', { class: 'card', 'data-id': booking.id, 'data-status': booking.status },
      el('a', { href: `#/events/${booking.eventId}` }, this.names.get(booking.eventId) ?? 'Event'),
      lines.filter(Boolean).map((line) => el('p', {}, line)),
      held && booking.heldUntil && countdown(booking.heldUntil),
      booking.createdAt && el('p', { class: 'hint' }, `Booked ${dateTime(booking.createdAt)}`),
      el('span', { class: `pill ${booking.status.toLowerCase()}` }, bookingStatusInWords(booking.status)),
      decided && paymentBox(booking, paying, this.options),
      held && !paying.isUnderWay && seatReturns(booking, async (seat) => {
        await giveBackSeat(paying.self, seat);
        this.#soon();
      }),
      this.#cancelButton(booking));
  }

  #cancelButton(booking) {
    if (!(booking.status === 'HELD' || (booking.status === 'PENDING' && booking.links))) return undefined;
    return el('button', {
      type: 'button', class: 'quiet', 'aria-label': `Cancel ${counted(booking.quantity, 'ticket')} in block ${booking.section} ${booking.subsection}`,
      onclick: async (click) => {
        const button = click.target;
        button.disabled = true;
        button.textContent = 'Cancelling…';
        try {
          await cancelBooking(this.#payingOf(booking).self);
          this.#soon();
        } catch (problem) {
          button.disabled = false;
          button.textContent = 'Cancel';
          button.after(el('p', { role: 'alert' }, problemInWords(problem).join(' ')));
        }
      },
    }, 'Cancel');
  }
}

async function nameOf(booking, names) {
  if (names.has(booking.eventId)) return;
  names.set(booking.eventId, booking.eventName ?? 'Event');
  if (booking.eventName) return;
  try {
    names.set(booking.eventId, (await readEvent(booking.eventId)).name);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem; // the booking is shown without its event's name
    names.delete(booking.eventId);
  }
}
