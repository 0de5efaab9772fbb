/**
 * The seats of one subsection on one canvas. Draws only the seats that changed; a full drawing happens on the first
 * map, another size or another theme. The hall decides when to paint, so that all maps share one frame.
 */

import { announce, el } from './dom.js';
import { seatInWords } from './format.js';
import { GUTTER } from './layout.js';
import { BLOCKED, FREE, STATE_WORDS, fromRows, nextSeat, seatLabel, seatNumber, stepSeat, unpack } from './seats.js';
import { CHOSEN, YOURS } from './sprites.js';

const FLASH_MS = 900;
const SMALLEST_LABELLED_PITCH = 12;
const EDGE_OF_VIEW = 110;

export class SeatMap {
  /**
   * @param place {section, subsection, rows, seatsPerRow}
   * @param on {toggle(map, seat), point(map, seat | undefined), dirty(map)}
   */
  constructor(place, on) {
    this.place = place;
    this.on = on;
    this.seats = place.rows * place.seatsPerRow;
    this.states = new Uint8Array(this.seats).fill(BLOCKED);
    this.version = -1;
    this.chosen = new Set();
    this.yours = new Set();
    this.changed = new Set();
    this.flashes = new Map();
    this.cursor = 0;
    this.whole = true;
    this.canvas = this.#canvas();
    this.pen = this.canvas.getContext('2d');
  }

  /** Takes a `seats` message unless it is older than what is shown. @returns whether anything changed */
  show(message, flash) {
    if (message.version < this.version) return false;
    const states = message.rows ? fromRows(message.rows) : unpack(message.map, this.seats);
    const first = this.version < 0;
    const now = performance.now();
    for (let seat = 0; seat < this.seats; seat++) {
      if (states[seat] === this.states[seat]) continue;
      this.changed.add(seat);
      if (flash && !first) this.flashes.set(seat, now);
    }
    this.states = states;
    this.version = message.version;
    this.whole ||= first;
    this.canvas.dataset.version = message.version;
    if (this.changed.size === 0 && !first) return false;
    this.on.dirty(this);
    return true;
  }

  mark(seat, chosen) {
    if (chosen) this.chosen.add(seat);
    else this.chosen.delete(seat);
    this.#touch(seat);
  }

  /** Labels of the seats that belong to this buyer. */
  markYours(labels) {
    const before = this.yours;
    this.yours = new Set(labels.map((label) => seatNumber(label, this.place.seatsPerRow)));
    for (const seat of [...before, ...this.yours]) this.#touch(seat);
  }

  label(seat) {
    return seatLabel(seat, this.place.seatsPerRow);
  }

  inWords(seat) {
    const state = this.chosen.has(seat) ? 'chosen by you'
      : this.#isYours(seat) ? 'yours' : STATE_WORDS[this.states[seat]];
    return `${seatInWords(this.label(seat))}, ${state}`;
  }

  #isYours(seat) {
    return this.yours.has(seat) && this.states[seat] !== FREE;
  }

  /** @param sprites of the size and theme to use from now on */
  resize(sprites, pixelRatio) {
    this.sprites = sprites;
    this.ratio = pixelRatio;
    this.left = Math.round(GUTTER * pixelRatio);
    this.canvas.width = this.left + this.place.seatsPerRow * sprites.cell;
    this.canvas.height = this.place.rows * sprites.cell;
    this.canvas.style.width = `${this.canvas.width / pixelRatio}px`;
    this.canvas.style.height = `${this.canvas.height / pixelRatio}px`;
    this.whole = true;
    this.on.dirty(this);
  }

  /** Draws what is due at that time. @returns whether another frame is needed */
  paint(now) {
    if (this.version < 0) return false;
    if (this.whole) this.#paintRowLabels();
    const due = this.whole ? this.states.keys() : [...this.changed];
    this.whole = false;
    this.changed.clear();
    for (const seat of due) this.#paintSeat(seat, now);
    for (const seat of this.flashes.keys()) this.changed.add(seat);
    return this.changed.size > 0;
  }

  #paintSeat(seat, now) {
    const { pen, sprites: { sheet, cell, halo, cursor } } = this;
    const x = this.left + (seat % this.place.seatsPerRow) * cell;
    const y = Math.floor(seat / this.place.seatsPerRow) * cell;
    const kind = this.chosen.has(seat) ? CHOSEN : this.#isYours(seat) ? YOURS : this.states[seat];
    pen.clearRect(x, y, cell, cell);
    pen.drawImage(sheet, kind * cell, 0, cell, cell, x, y, cell, cell);
    const since = this.flashes.get(seat);
    if (since !== undefined) {
      const left = 1 - (now - since) / FLASH_MS;
      if (left <= 0) this.flashes.delete(seat);
      pen.globalAlpha = Math.min(Math.max(left, 0), 1);
      pen.drawImage(sheet, halo * cell, 0, cell, cell, x, y, cell, cell);
      pen.globalAlpha = 1;
    }
    if (this.focused && seat === this.cursor) {
      pen.drawImage(sheet, cursor * cell, 0, cell, cell, x, y, cell, cell);
    }
  }

  #paintRowLabels() {
    const { pen, sprites: { cell, ink } } = this;
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.fillStyle = ink;
    pen.font = `${Math.round(10 * this.ratio)}px system-ui, sans-serif`;
    pen.textAlign = 'right';
    pen.textBaseline = 'middle';
    const step = cell / this.ratio < SMALLEST_LABELLED_PITCH ? 5 : 1;
    for (let row = 1; row <= this.place.rows; row++) {
      if (row === 1 || row % step === 0) pen.fillText(row, this.left - 6 * this.ratio, (row - 0.5) * cell);
    }
  }

  #canvas() {
    const { section, subsection, rows, seatsPerRow } = this.place;
    return el('canvas', {
      class: 'seats',
      tabindex: '0',
      role: 'application',
      'aria-label': `Seats of block ${section} ${subsection}: ${rows} rows of ${seatsPerRow}`,
      'aria-describedby': 'seat-keys',
      'data-section': section,
      'data-subsection': subsection,
      onclick: (event) => {
        const seat = this.#seatAt(event);
        if (seat === undefined) return;
        this.#moveCursor(seat);
        this.on.toggle(this, seat);
      },
      onpointermove: (event) => this.on.point(this, this.#seatAt(event)),
      onpointerleave: () => this.on.point(this, undefined),
      onfocus: () => {
        this.focused = true;
        this.#touch(this.cursor);
        this.#speak();
      },
      onblur: () => {
        this.focused = false;
        this.#touch(this.cursor);
      },
      onkeydown: (event) => this.#key(event),
    });
  }

  #seatAt(event) {
    const { rows, seatsPerRow } = this.place;
    const column = Math.floor((event.offsetX * this.ratio - this.left) / this.sprites.cell);
    const row = Math.floor((event.offsetY * this.ratio) / this.sprites.cell);
    const inside = column >= 0 && column < seatsPerRow && row >= 0 && row < rows;
    return inside ? row * seatsPerRow + column : undefined;
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      this.on.toggle(this, this.cursor);
      return;
    }
    const target = event.key.toLowerCase() === 'n'
      ? nextSeat(this.states, this.cursor, FREE)
      : stepSeat(event.key, this.cursor, this.place);
    if (target === undefined) return;
    event.preventDefault();
    this.#moveCursor(target);
    this.#reveal();
    this.#speak();
    this.on.point(this, this.cursor);
  }

  #moveCursor(seat) {
    this.#touch(this.cursor);
    this.cursor = seat;
    this.#touch(seat);
  }

  #reveal() {
    const top = this.canvas.getBoundingClientRect().top;
    const y = top + (Math.floor(this.cursor / this.place.seatsPerRow) * this.sprites.cell) / this.ratio;
    if (y < EDGE_OF_VIEW) scrollBy({ top: y - EDGE_OF_VIEW });
    else if (y > innerHeight - EDGE_OF_VIEW) scrollBy({ top: y - innerHeight + EDGE_OF_VIEW });
  }

  #speak() {
    announce(this.inWords(this.cursor));
  }

  #touch(seat) {
    this.changed.add(seat);
    this.on.dirty(this);
  }
}
