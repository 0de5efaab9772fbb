/** Seats that are not for sale: the organizer keeps them back, and gives them back, on the same map that buyers see. */

import { Problem, call } from './api.js';
import { announce, el, field, fill, setText } from './dom.js';
import { numberIn, whole } from './fields.js';
import { counted, seatsInWords } from './format.js';
import { Hall } from './hall.js';
import { eventAddress } from './organizer-api.js';
import { LINKS } from './organizer-words.js';
import { portions } from './portions.js';
import { BLOCKED, FREE } from './seats.js';
import { followEvent } from './stream.js';
import { problemInWords } from './words.js';

/** A whole block, however large its rectangle is. */
const MOST = 500;
const CHOOSING = {
  states: [FREE, BLOCKED],
  most: MOST,
  enough: `At most ${MOST} seats at once.`,
  anew: 'Seats are blocked or given back together: your choice begins anew here.',
  lost: (seats) => `${counted(seats, 'seat')} of your choice ${seats === 1 ? 'is' : 'are'} not as before.`,
};
const MOVES = {
  block: { label: 'Block', asked: 'will not be sold, unless somebody was faster' },
  unblock: { label: 'Unblock', asked: 'will be for sale again' },
};

export class HouseSeats {
  constructor(event) {
    this.event = event;
    this.portions = portions(event);
    this.body = el('div');
    this.root = el('details', { class: 'box', ontoggle: () => (this.root.open ? this.#open() : this.close()) },
      el('summary', {}, el('h2', {}, 'Seats of the house')), this.body);
  }

  close() {
    this.unfollow?.();
    this.hall?.close();
    this.unfollow = undefined;
  }

  #open() {
    if (this.unfollow) return;
    this.link = el('span', { class: 'link' }, 'Connecting…');
    this.said = el('p', { role: 'status' });
    this.bar = el('div', { class: 'choice', hidden: true });
    this.hall = new Hall(this.event, { chosen: (...choice) => this.#chosen(...choice) }, CHOOSING);
    fill(this.body,
      el('p', {}, 'Keep seats back from the sale: for guests, for the press, or because of a pillar. Only free seats can be blocked.'),
      this.#places(), this.said,
      el('div', { class: 'seating-head' }, el('p', {}, this.link)), this.hall.root, this.bar);
    this.#show(this.portions[0]);
  }

  /** Where to look, and a way to choose many seats without a click for each. */
  #places() {
    const portion = el('select', { id: 'house-portion', onchange: () => this.#show(this.portions[Number(portion.value)]) },
      this.portions.map(({ name }, i) => el('option', { value: i }, name)));
    this.block = el('select', { id: 'house-block' });
    const [row, from, to] = [['row', 'Row'], ['from', 'From seat'], ['to', 'To seat']].map(([id, label]) => {
      const control = whole(`house-${id}`, 1, MOST);
      return { control, node: field(label, control) };
    });
    return el('form', {
      class: 'section-row',
      onsubmit: (submitted) => {
        submitted.preventDefault();
        this.#chooseRow(numberIn(row.control), numberIn(from.control), numberIn(to.control));
      },
    }, this.portions.length > 1 && field('Show', portion), field('Block', this.block), row.node, from.node, to.node,
    el('button', { type: 'submit', class: 'quiet' }, 'Choose'));
  }

  #show(portion) {
    this.unfollow?.();
    this.blocks = portion.blocks;
    fill(this.block, portion.blocks.map(({ section, place }, i) => el('option', { value: i }, `${section.name} ${place.name}`)));
    const watched = this.hall.open(portion);
    this.unfollow = followEvent(this.event.id, watched, {
      seats: (message) => this.hall.show(message),
      availability: (list) => list.forEach((place) => this.hall.free(place)),
      status() {},
      link: (state) => {
        this.link.dataset.state = state;
        setText(this.link, LINKS[state]);
      },
    });
  }

  #chooseRow(row, from = 1, to = from) {
    const { section, place } = this.blocks[Number(this.block.value)];
    if (!(row >= 1 && row <= place.rows && from >= 1 && to >= from && to <= place.seatsPerRow)) {
      return this.#say(`Block ${section.name} ${place.name} has rows 1 to ${place.rows} of seats 1 to ${place.seatsPerRow}.`);
    }
    const labels = Array.from({ length: to - from + 1 }, (_, i) => `${row}-${from + i}`);
    return this.#say(this.hall.chooseAlike(section.name, place.name, labels) ? '' : 'None of these seats is free or blocked.');
  }

  #chosen(section, subsection, seats = [], state = FREE) {
    this.bar.hidden = seats.length === 0;
    if (seats.length === 0) return;
    const move = state === FREE ? 'block' : 'unblock';
    fill(this.bar,
      el('p', {}, el('strong', {}, `${counted(seats.length, 'seat')} chosen`), el('br'), `Block ${section} ${subsection}: ${seatsInWords(seats)}`),
      el('button', { type: 'button', class: 'quiet', onclick: () => this.hall.clear() }, 'Clear'),
      el('button', { type: 'button', class: 'main', onclick: () => this.#send(move, { section, subsection, seats }) }, MOVES[move].label));
  }

  /** What becomes of it is seen on the map: the log decides between this and those who book. */
  async #send(move, seats) {
    if (this.sending) return;
    this.sending = true;
    this.hall.clear();
    this.#say('One moment…');
    try {
      const taken = await call(`${eventAddress(this.event.id)}/seats/${move}`, { method: 'POST', body: seats });
      this.#say(`Block ${taken.section} ${taken.subsection}: ${seatsInWords(taken.seats)} ${MOVES[move].asked}.`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#say([...problemInWords(problem), problem.uncertain && 'It may have been done all the same: the map shows it.'].filter(Boolean).join(' '));
    } finally {
      this.sending = false;
    }
  }

  #say(sentence) {
    setText(this.said, sentence);
    announce(sentence);
  }
}
