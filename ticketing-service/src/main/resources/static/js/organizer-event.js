/** One event for who runs it: how it stands and sells, and what can be done with it. */

import { Problem } from './api.js';
import { drawView, el, fill } from './dom.js';
import { EventEdit } from './event-edit.js';
import { EventMoves } from './event-moves.js';
import { dateTime } from './format.js';
import { HouseSeats } from './house-seats.js';
import { readMine } from './organizer-api.js';
import { SalesBoard } from './sales-board.js';
import { empty, failed, loading, pill } from './states.js';

/** Somebody else may run it, too, and its times come by themselves. */
const REREAD_MS = 10_000;

/** Draws into the root. @returns {draft(), close()} */
export function organizerEvent(root, { place, draft }) {
  const view = new OrganizerEvent(root, place, draft);
  view.load();
  return view;
}

class OrganizerEvent {
  constructor(root, id, draft) {
    this.root = root;
    this.id = id;
    this.begun = draft;
  }

  async load() {
    drawView(this.root, this.#back(), el('h1', { tabindex: '-1' }, 'Event'), loading('Loading the event…'));
    try {
      const event = await readMine(this.id);
      if (!this.closed) this.#render(event);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (this.closed) return;
      drawView(this.root, this.#back(), el('h1', { tabindex: '-1' }, problem.status === 404 ? 'There is no such event' : 'The event could not be loaded'),
        failed(problem, () => this.load()));
    }
  }

  /** What is being changed would be lost with the page. */
  draft() {
    return this.edit ? this.edit.typed : this.begun;
  }

  close() {
    this.closed = true;
    clearTimeout(this.rereading);
    this.board?.close();
    this.house?.close();
  }

  #back() {
    return el('p', { class: 'back' }, el('a', { href: '#/organize' }, 'Your events'));
  }

  #render(event) {
    this.head = el('div');
    this.sales = el('div', { class: 'stack' });
    this.moves = new EventMoves(event, (next) => this.#setEvent(next));
    this.edit = new EventEdit(event, (next) => this.#setEvent(next), this.begun);
    this.#setEvent(event);
    drawView(this.root, this.#back(), this.head, el('div', { class: 'stack' }, this.moves.root, this.sales, this.edit.root));
    this.#rereadLater();
  }

  #setEvent(event) {
    if (this.closed) return;
    this.event = event;
    this.#drawHead();
    this.moves.setEvent(event);
    this.edit.setEvent(event);
    this.#drawSales();
  }

  /** Only when it differs: its heading may have the focus, its link be about to be followed. */
  #drawHead() {
    const { name, status, venue, startsAt, description, id } = this.event;
    const look = JSON.stringify([name, status, venue, startsAt, description]);
    if (look === this.look) return;
    this.look = look;
    document.title = `${name} – Seatlog`;
    fill(this.head,
      el('h1', { tabindex: '-1' }, name),
      el('p', { class: 'facts' }, pill(status), [venue, dateTime(startsAt)].join(' · '),
        status !== 'DRAFT' && el('a', { href: `#/events/${id}` }, 'As buyers see it')),
      description && el('p', { class: 'description' }, description));
  }

  /** A draft has no sales and no map: nobody could have bought anything. */
  #drawSales() {
    if (this.board) return;
    if (this.event.status === 'DRAFT') {
      fill(this.sales, el('section', { class: 'box', 'aria-labelledby': 'sales' }, el('h2', { id: 'sales' }, 'How it sells'),
        empty(el('p', {}, 'Nothing is sold yet: this is a draft.'))));
      return;
    }
    this.board = new SalesBoard(this.event);
    this.house = new HouseSeats(this.event);
    fill(this.sales, this.board.root, this.house.root);
  }

  #rereadLater() {
    if (!this.closed) this.rereading = setTimeout(() => this.#reread(), REREAD_MS);
  }

  async #reread() {
    try {
      if (!document.hidden && !this.moves.moving) this.#setEvent(await readMine(this.id));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.personal) return; // that the sign-in has ended is told for the whole page
    }
    this.#rereadLater();
  }
}
