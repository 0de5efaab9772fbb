/** What can be done with an event as a whole: its buttons, and a word of how the sale stands. */

import { Problem } from './api.js';
import { confirmed } from './confirm.js';
import { announce, el, fill, setText } from './dom.js';
import { dateTime } from './format.js';
import { moveEvent } from './organizer-api.js';
import { MOVES, movesIn, saleInWords } from './organizer-words.js';
import { problemInWords } from './words.js';

export class EventMoves {
  /** @param moved (event): what the API says that it is now */
  constructor(event, moved) {
    this.moved = moved;
    this.standing = el('p');
    this.buttons = el('div', { class: 'actions' });
    this.failure = el('div', { role: 'alert' });
    this.root = el('section', { class: 'box', 'aria-labelledby': 'moves' },
      el('h2', { id: 'moves' }, 'The sale'), this.standing, this.buttons, this.failure);
    this.setEvent(event);
  }

  setEvent(event) {
    this.event = event;
    setText(this.standing, saleInWords(event, dateTime));
    if (event.status === this.drawn) return; // a button that somebody is about to press stays the same one
    this.drawn = event.status;
    const focused = this.buttons.contains(document.activeElement);
    fill(this.buttons, movesIn(event.status).map((move) => this.#button(move)));
    if (focused) this.buttons.querySelector('button')?.focus();
  }

  #button(move) {
    const { label, look = 'quiet' } = MOVES[move];
    return el('button', { type: 'button', class: look, 'data-move': move, onclick: () => this.#move(move) }, label);
  }

  async #move(move) {
    const { sure, done } = MOVES[move];
    if (this.moving || (sure && !(await confirmed(sure)))) return;
    this.moving = true;
    fill(this.failure);
    this.root.setAttribute('aria-busy', 'true');
    try {
      this.moved(await moveEvent(this.event.id, move));
      announce(done);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      fill(this.failure, problemInWords(problem).map((line) => el('p', {}, line)),
        problem.uncertain && el('p', {}, 'It may have been done all the same. Doing it again does no harm.'));
    } finally {
      this.moving = false;
      this.root.removeAttribute('aria-busy');
    }
  }
}
