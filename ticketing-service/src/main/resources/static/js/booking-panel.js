/** The panel beside the hall: ask for the best seats, and what became of the request. */

import { Problem, under } from './api.js';
import { Booking, newRequest } from './booking.js';
import { countdown } from './countdown.js';
import { announce, el, field, fill } from './dom.js';
import { count, counted, dateTime, money, seatsInWords, timeOfDay } from './format.js';
import { signIn } from './identity.js';
import { paymentOptions } from './payment.js';
import { paymentBox, standing } from './payment-box.js';
import { seatReturns } from './seat-returns.js';
import { isSignedIn, stage } from './session.js';
import { bookingStatusInWords, problemInWords, reasonInWords, whyNotOnSale } from './words.js';

const ANY = '';

export class BookingPanel {
  /**
   * @param places the event's blocks as {section, subsection, free}, kept current by the event's page
   * @param on {held(booking), released(booking)}: seats became this buyer's, or stopped being so
   * @param draft what `draft` was when the page was left, or undefined
   */
  constructor(event, places, on, draft) {
    this.event = event;
    this.places = places;
    this.on = on;
    this.form = this.#form(draft);
    this.outcome = el('div', { class: 'outcome', tabindex: '-1' });
    this.root = el('aside', { class: 'panel', 'aria-label': 'Booking' }, this.outcome, this.form);
    this.setEvent(event);
    this.#loadOptions();
  }

  setEvent(event) {
    this.event = event;
    const closed = whyNotOnSale(event, dateTime);
    this.form.querySelector('fieldset').disabled = closed !== undefined;
    fill(this.form.querySelector('.why'), closed);
  }

  /** Books the seats that were chosen in the hall. */
  bookSeats(section, subsection, seats) {
    this.#start({ eventId: this.event.id, section, subsection, quantity: seats.length, seats });
  }

  /**
   * Goes on with a booking of an earlier visit. One whose request may never have arrived is only offered again: the
   * buyer may have given it up long ago.
   */
  resume({ request, links }) {
    this.#show(request);
    if (links) this.booking.follow(links);
    else this.#render(request, { phase: 'failed', problem: new Problem({ status: 0, code: 'unsure' }) });
  }

  /** Goes on with a booking that is decided. @param begun whether a payment was sent for it */
  takeUp(booking, { links, begun }) {
    this.#show(booking);
    const self = `/api/bookings/${booking.id}`;
    this.booking.follow(links ?? { self, stream: under(self, 'stream') }, { known: booking, begun });
  }

  /** What would be lost with the page. */
  get draft() {
    return { quantity: this.quantity.value, section: this.section.value, block: this.block.value };
  }

  /** Whether there is a booking in the panel. */
  get isBusy() {
    return this.outcome.hasChildNodes();
  }

  close() {
    this.booking?.stop();
  }

  async #loadOptions() {
    try {
      this.options = await paymentOptions();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.options = { problem };
    }
    this.booking?.again();
  }

  #form(draft) {
    const sections = this.event.sections;
    const most = this.event.maxTicketsPerBooking;
    this.quantity = el('select', { id: 'quantity', name: 'quantity' },
      Array.from({ length: most }, (_, i) => el('option', { value: i + 1, selected: i + 1 === Math.min(2, most) }, i + 1)));
    const section = el('select', { id: 'section', name: 'section', onchange: () => this.#fillBlocks() },
      sections.map((one) => el('option', { value: one.name }, `${one.name} – ${money(one.priceMinor, this.event.currency)}`)));
    this.section = section;
    this.block = el('select', { id: 'block', name: 'block' });
    if (draft) select(this.quantity, draft.quantity);
    if (draft) select(this.section, draft.section);
    this.#fillBlocks();
    if (draft) select(this.block, draft.block);
    const form = el('form', {
      class: 'best',
      onsubmit: (submitted) => {
        submitted.preventDefault();
        if (isSignedIn()) this.#bookBest(Number(this.quantity.value));
        else signIn();
      },
    },
    el('h2', {}, 'Best available seats'),
    el('p', { class: 'why' }),
    el('fieldset', {},
      el('legend', { class: 'unseen' }, 'What you would like'),
      field('Tickets', this.quantity), field('Section', section), field('Block', this.block),
      el('button', { type: 'submit', class: 'main' }, 'Hold the best seats')),
    el('p', { class: 'hint' }, 'Or choose seats in the hall yourself.'),
    stage() === 'out' && el('p', { class: 'hint' }, 'You sign in before seats are held for you. What you chose is kept.'));
    return form;
  }

  #fillBlocks() {
    const section = this.event.sections.find((one) => one.name === this.section.value);
    fill(this.block, el('option', { value: ANY }, 'Any with enough seats'),
      section.subsections.map((place) => el('option', { value: place.name }, `${section.name} ${place.name}`)));
  }

  #bookBest(quantity) {
    const section = this.section.value;
    const subsection = this.block.value || this.#anyBlock(section, quantity);
    this.#start({ eventId: this.event.id, section, subsection, quantity });
  }

  /** By chance, in proportion to what is free: if all went to the emptiest block, they would all queue there. */
  #anyBlock(section, quantity) {
    const blocks = this.places().filter((place) => place.section === section);
    const enough = blocks.filter((place) => place.free === undefined || place.free >= quantity);
    const from = enough.length > 0 ? enough : blocks;
    const weight = (place) => place.free ?? 1;
    let ticket = Math.random() * from.reduce((sum, place) => sum + weight(place), 0);
    return (from.find((place) => (ticket -= weight(place)) < 0) ?? from[0]).subsection;
  }

  #start(wish) {
    this.#show(newRequest(wish));
    this.outcome.focus();
    this.booking.send();
  }

  #show(request) {
    this.booking?.stop();
    this.booking = new Booking(request, this.event.name, (phase) => this.#render(request, phase));
  }

  #render(request, phase) {
    const { heading, tone, lines, actions, until, also, said } = this.#phases[phase.phase](request, phase);
    this.outcome.className = `outcome ${tone}`;
    this.outcome.dataset.phase = phase.booking?.status ?? phase.phase;
    if (phase.phase === 'queued' && this.queue?.isConnected) {
      fill(this.queue, lines[0]);
      return;
    }
    const focused = this.outcome.contains(document.activeElement); // its button is about to be replaced
    this.queue = el('p', {}, lines[0]);
    fill(this.outcome, el('h2', {}, heading), lines.length > 0 && this.queue,
      lines.slice(1).map((line) => el('p', {}, line)), until && countdown(until), also, el('div', { class: 'actions' }, actions));
    if (focused) this.outcome.focus();
    const sentence = [heading, ...(said && until ? [] : lines), ...(said ? [said.heading, ...said.lines] : [])].join('. ').replaceAll('..', '.');
    if (sentence !== this.announced) announce(sentence);
    this.announced = sentence;
  }

  #phases = {
    sending: (request, { problem }) => ({
      heading: 'Sending your request',
      tone: 'waiting',
      lines: problem
        ? [problemInWords(problem)[0], 'The same request is being repeated; it cannot book twice.'] : [asked(request)],
    }),
    queued: (request, { ahead }) => ({
      heading: 'You are in the queue',
      tone: 'waiting',
      lines: [queueInWords(ahead), asked(request)],
      actions: [this.#cancelButton('Leave the queue')],
    }),
    decided: (request, { booking, paying }) => this.#decided(booking, paying),
    refused: (request, { problem }) => ({
      heading: 'Refused',
      tone: 'bad',
      lines: problem.reason ? [reasonInWords(problem.reason)] : problemInWords(problem),
      actions: [this.#closeButton()],
    }),
    lost: () => ({
      heading: 'Your request was lost',
      tone: 'bad',
      lines: ['Seatlog had to begin a new log and this request was not in it. Nothing was booked; please ask again.'],
      actions: [this.#closeButton()],
    }),
    failed: (request, { problem }) => ({
      heading: problem.uncertain ? 'No answer yet' : 'That did not work',
      tone: 'bad',
      lines: problem.uncertain
        ? [...problemInWords(problem), 'Your request may have been accepted. Trying again cannot book twice.']
        : problemInWords(problem),
      actions: [
        problem.status === 401 && this.#button('Sign in again', 'main', signIn),
        (problem.uncertain || problem.temporary) && this.#button('Try again', 'main', () => this.booking.send()),
        this.#closeButton(() => this.booking.giveUp()),
      ],
    }),
  };

  #decided(booking, paying) {
    const held = booking.status === 'HELD';
    const yours = held || booking.status === 'CONFIRMED';
    if (yours) this.on.held(booking);
    else this.on.released(booking);
    return {
      heading: bookingStatusInWords(booking.status),
      tone: yours ? 'good' : 'bad',
      lines: yours ? heldInWords(booking) : [whyOver(booking)].filter(Boolean),
      until: held && booking.heldUntil,
      said: standing(booking, paying),
      also: [
        paymentBox(booking, paying, this.options),
        held && !paying.isUnderWay && seatReturns(booking, (seat) => this.booking.giveBack(seat)),
      ],
      actions: [held && this.#cancelButton('Give the seats back'), this.#closeButton()],
    };
  }

  #cancelButton(text) {
    return this.#button(text, 'quiet', async (click) => {
      click.target.disabled = true;
      try {
        await this.booking.cancel();
      } catch (problem) {
        click.target.disabled = false;
        fill(this.queue, problemInWords(problem).join(' '));
      }
    });
  }

  #closeButton(also = () => {}) {
    return this.#button('Close', 'quiet', () => {
      also();
      this.booking.stop();
      fill(this.outcome);
      this.outcome.className = 'outcome';
      delete this.outcome.dataset.phase;
      this.form.querySelector('select').focus();
    });
  }

  #button(text, look, onclick) {
    return el('button', { type: 'button', class: look, onclick }, text);
  }
}

/** Unless there is no such option any more. */
function select(control, value) {
  if ([...control.options].some((option) => option.value === value)) control.value = value;
}

function asked({ section, subsection, quantity, seats }) {
  const what = seats ? seatsInWords(seats) : `the best ${counted(quantity, 'seat')}`;
  return `Block ${section} ${subsection}: ${what}.`;
}

function queueInWords(ahead) {
  if (ahead === undefined) return 'Your turn comes soon.';
  if (ahead === 0) return 'You are next.';
  return `${count(ahead)} ${ahead === 1 ? 'request is' : 'requests are'} ahead in your line.`;
}

/** Why a booking has ended. */
export const whyOver = ({ status, reason }) =>
  (status === 'EXPIRED' ? 'Its time was over, so the seats were given back.' : reasonInWords(reason));

function costInWords({ status, totalMinor, currency }) {
  if (totalMinor === 0) return 'Free of charge.';
  return status === 'CONFIRMED' ? `Paid: ${money(totalMinor, currency)}.` : money(totalMinor, currency);
}

export function heldInWords(booking) {
  const { section, subsection, seats, adjacent, heldUntil, status } = booking;
  return [
    `Block ${section} ${subsection}: ${seatsInWords(seats)}.${seats.length > 1 && adjacent === false ? ' They are not side by side.' : ''}`,
    costInWords(booking),
    status === 'HELD' && heldUntil && `Held until ${timeOfDay(heldUntil)}.`,
  ].filter(Boolean);
}
