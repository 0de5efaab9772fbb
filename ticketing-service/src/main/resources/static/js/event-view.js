/** One event: its facts, the hall that moves, the booking panel, and the stream that feeds them. */

import { Problem, listBookings, readEvent } from './api.js';
import { BookingPanel } from './booking-panel.js';
import { serverNow } from './clock.js';
import { announce, drawView, el, field, fill, setText } from './dom.js';
import { counted, dateTime, money, seatsInWords } from './format.js';
import { Hall } from './hall.js';
import { knowMe, signIn } from './identity.js';
import { remembered } from './notebook.js';
import { portions } from './portions.js';
import { isSignedIn } from './session.js';
import { failed, loading, pill } from './states.js';
import { followEvent } from './stream.js';
import { whyNotOnSale } from './words.js';

const LINKS = { live: 'Live', reconnecting: 'Reconnecting…', polling: 'Updated every few seconds' };
/** Terms change rarely and the stream does not carry them; the start of a sale is waited for more closely. */
const REREAD_MS = 15_000;
const SOONEST_REREAD_MS = 1_000;

/**
 * @param draft what `draft()` was when the page was left, or undefined
 * @returns {title, root, draft(), close()}
 */
export function eventView(id, draft) {
  const root = el('div', { class: 'page' });
  const view = { title: 'Event', root, draft: () => draft, close() { view.closed = true; } };
  load(id, view, draft);
  return view;
}

async function load(id, view, draft) {
  drawView(view.root, el('h1', { tabindex: '-1' }, 'Event'), loading('Loading the hall…'));
  try {
    const event = await readEvent(id);
    if (view.closed) return;
    new EventPage(event, view, draft);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (!view.closed) {
      drawView(view.root, el('h1', { tabindex: '-1' }, problem.status === 404 ? 'There is no such event' : 'The event could not be loaded'),
        failed(problem, () => load(id, view, draft)), el('p', {}, el('a', { href: '#/' }, 'All events')));
    }
  }
}

class EventPage {
  constructor(event, view, draft) {
    this.event = event;
    this.frees = new Map();
    this.status = el('span', {}, pill(event.status));
    this.total = el('strong');
    this.link = el('span', { class: 'link' }, 'Connecting…');
    this.bar = el('div', { class: 'choice', hidden: true });
    this.hall = new Hall(event, { chosen: (...choice) => this.#chosen(...choice) });
    this.panel = new BookingPanel(event, () => [...this.frees.values()], {
      held: (booking) => this.hall.markYours(booking.id, booking.section, booking.subsection, booking.seats),
      released: (booking) => this.hall.markYours(booking.id, booking.section, booking.subsection, []),
    }, draft?.wish);
    this.portions = portions(event);
    this.#keepFree(event.sections.flatMap((section) =>
      section.subsections.map((place) => ({ section: section.name, subsection: place.name, free: place.free }))));
    this.#render(view.root);
    this.#open(0);
    if (draft) this.#takeUp(draft);
    if (isSignedIn()) this.#recall();
    this.#rereadLater();
    view.draft = () => this.#draft();
    view.close = () => {
      clearTimeout(this.rereading);
      this.closed = true;
      this.unfollow();
      this.hall.close();
      this.panel.close();
    };
    document.title = `${event.name} – Seatlog`;
  }

  #render(root) {
    const { event } = this;
    drawView(root,
      el('p', { class: 'back' }, el('a', { href: '#/' }, 'All events')),
      el('h1', { tabindex: '-1' }, event.name),
      el('p', { class: 'facts' }, this.status, [event.venue, event.startsAt && dateTime(event.startsAt)].filter(Boolean).join(' · ')),
      event.description && el('p', { class: 'description' }, event.description),
      el('div', { class: 'event' },
        this.panel.root,
        el('section', { class: 'seating', 'aria-label': 'Seats' },
          el('div', { class: 'seating-head' }, el('p', {}, this.total, ' ', this.link), this.#portionPicker()),
          this.hall.root, this.bar)));
  }

  #portionPicker() {
    if (this.portions.length === 1) return undefined;
    this.portionPicker = el('select', { id: 'portion', onchange: (change) => this.#open(Number(change.target.value)) },
      this.portions.map((portion, i) => el('option', { value: i }, `Section ${portion.name}`)));
    return field('Show', this.portionPicker);
  }

  #open(index) {
    this.portion = index;
    this.unfollow?.();
    const watched = this.hall.open(this.portions[index]);
    this.unfollow = followEvent(this.event.id, watched, {
      seats: (message) => {
        this.hall.show(message);
        this.#keepFree([message]);
      },
      availability: (list) => this.#keepFree(list),
      status: (message) => this.#setEvent({ ...this.event, ...message }),
      link: (state) => {
        this.link.dataset.state = state;
        setText(this.link, LINKS[state]);
      },
    });
  }

  /** What would be lost with the page; `waits` when the choice was to be held, and its buyer had to sign in for that. */
  #draft() {
    const [section, subsection, seats = []] = this.choice ?? [];
    const place = section && { section, subsection, seats };
    return { portion: this.portion, choice: place, waits: this.waits, wish: this.panel.draft };
  }

  #takeUp({ portion, choice, waits }) {
    if (portion > 0 && portion < this.portions.length) {
      this.portionPicker.value = portion;
      this.#open(portion);
    }
    if (!choice) return;
    this.hall.choose(choice.section, choice.subsection, choice.seats);
    if (waits) this.bar.querySelector('.main')?.focus();
  }

  #keepFree(list) {
    for (const { section, subsection, free } of list) {
      if (free === undefined) continue;
      this.frees.set(`${section}/${subsection}`, { section, subsection, free });
      this.hall.free({ section, subsection, free });
    }
    const sum = [...this.frees.values()].reduce((total, place) => total + place.free, 0);
    setText(this.total, `${counted(sum, 'seat')} free`);
  }

  /** This buyer's seats, and a booking that was under way when the page was left: queued, being paid, or still to be paid. */
  async #recall() {
    await knowMe();
    if (this.closed) return;
    const notes = new Map(remembered().map((one) => [one.id, one]));
    const open = [...notes.values()].find((one) => one.request?.eventId === this.event.id && ['SENDING', 'PENDING'].includes(one.status));
    if (open) this.panel.resume(open);
    try {
      const { items } = await listBookings({ eventId: this.event.id });
      for (const booking of items) {
        if (['HELD', 'CONFIRMED'].includes(booking.status)) {
          this.hall.markYours(booking.id, booking.section, booking.subsection, booking.seats);
        }
      }
      const toPay = items.find((booking) => notes.get(booking.id)?.paying) ?? items.find((booking) => booking.status === 'HELD');
      if (this.closed || this.panel.isBusy || !toPay) return;
      const { links, paying } = notes.get(toPay.id) ?? {};
      this.panel.takeUp(toPay, { links, begun: paying === true });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem; // only the marks are missing; "My bookings" says why
    }
  }

  #rereadLater() {
    if (this.closed) return;
    const opensIn = this.event.status === 'SCHEDULED' ? Date.parse(this.event.onSaleAt) - serverNow() : REREAD_MS;
    const spread = Math.random() * SOONEST_REREAD_MS; // everybody waits for the same moment
    this.rereading = setTimeout(() => this.#reread(), Math.min(Math.max(opensIn, SOONEST_REREAD_MS), REREAD_MS) + spread);
  }

  async #reread() {
    if (document.hidden) return this.#rereadLater();
    try {
      this.#setEvent(await readEvent(this.event.id));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem; // the next round asks again
    }
    return this.#rereadLater();
  }

  /** New terms or a new status: what was chosen stays, and can be held when the sale is open. */
  #setEvent(event) {
    const before = this.event.status;
    this.event = event;
    this.panel.setEvent(event);
    if (this.closed || event.status === before) return;
    fill(this.status, pill(event.status));
    announce(whyNotOnSale(event, dateTime) ?? 'The sale is open.');
    this.#chosen(...this.choice ?? []);
  }

  #chosen(section, subsection, seats = []) {
    this.choice = [section, subsection, seats];
    this.bar.hidden = seats.length === 0;
    if (seats.length === 0) return;
    const { priceMinor } = this.event.sections.find((one) => one.name === section);
    fill(this.bar,
      el('p', {}, el('strong', {}, `${counted(seats.length, 'seat')}, ${money(priceMinor * seats.length, this.event.currency)}`),
        el('br'), `Block ${section} ${subsection}: ${seatsInWords(seats)}`),
      el('button', { type: 'button', class: 'quiet', onclick: () => this.hall.clear() }, 'Clear'),
      el('button', {
        type: 'button', class: 'main', disabled: this.event.status !== 'ON_SALE',
        onclick: () => {
          this.waits = !isSignedIn();
          if (this.waits) return signIn();
          this.hall.clear();
          return this.panel.bookSeats(section, subsection, seats);
        },
      }, 'Hold these seats'));
  }
}
