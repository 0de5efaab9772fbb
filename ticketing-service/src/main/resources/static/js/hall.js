/**
 * The hall: the seat maps of up to twenty subsections together, their size, the choice of seats, and the one animation
 * frame that paints them all. Maps out of sight are not painted until they come into view.
 */

import { Choice, buying } from './choice.js';
import { announce, el, fill, setText } from './dom.js';
import { count, money } from './format.js';
import { PITCHES, fittingStep, tierWidth } from './layout.js';
import { SeatMap } from './seatmap.js';
import { FREE, seatNumber } from './seats.js';
import { CHOSEN, YOURS, drawSprites } from './sprites.js';

const LEGEND = [[FREE, 'free'], [1, 'held'], [2, 'sold'], [3, 'not for sale'], [CHOSEN, 'chosen'], [YOURS, 'yours']];

const key = (section, subsection) => `${section}/${subsection}`;

const seatsOf = (map, labels) => labels.map((label) => seatNumber(label, map.place.seatsPerRow)).filter((seat) => seat >= 0 && seat < map.seats);

export class Hall {
  /**
   * @param on {chosen(section, subsection, labels, state)}: the choice, empty labels for none
   * @param rules what may be chosen
   */
  constructor(event, on, rules = buying(event)) {
    this.event = event;
    this.on = on;
    this.choice = new Choice(rules, { say: (sentence) => this.#say(sentence), changed: (map) => this.#chose(map) });
    this.maps = new Map();
    this.frees = new Map();
    this.dirty = new Set();
    this.yours = new Map();
    this.calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.tiers = el('div', { class: 'tiers' });
    this.readout = el('p', { class: 'readout' });
    this.legend = el('ul', { class: 'legend', 'aria-label': 'Signs in the seat map' });
    this.root = el('div', { class: 'hall' }, this.#tools(), el('div', { class: 'stage', 'aria-hidden': 'true' }, 'Stage'),
      this.tiers, this.readout, this.legend, this.#keys());
    this.sight = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: '100px' });
    this.theme = matchMedia('(prefers-color-scheme: dark)');
    this.restyle = () => this.#size();
    this.theme.addEventListener('change', this.restyle);
    this.width = new ResizeObserver(() => this.#size());
    this.width.observe(this.root);
  }

  /** Shows a portion. @returns the places to watch */
  open({ blocks }) {
    this.sight.disconnect();
    this.maps.clear();
    this.dirty.clear();
    this.inView = new Set();
    this.tierSizes = [];
    const tiers = Map.groupBy(blocks, (block) => block.section.name);
    fill(this.tiers, [...tiers.values()].map((tier) => this.#tier(tier)));
    this.step = undefined;
    this.pixels = undefined;
    this.#size();
    this.choice.forget();
    return blocks.map(({ section, place }) => ({ section: section.name, subsection: place.name }));
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.sight.disconnect();
    this.width.disconnect();
    this.theme.removeEventListener('change', this.restyle);
  }

  /** A `seats` message. */
  show(message) {
    const map = this.maps.get(key(message.section, message.subsection));
    if (!map) return;
    map.show(message, !this.calm.matches);
    this.free(message);
    this.choice.check(map);
  }

  /** A count of free seats; shown in the block's caption. */
  free({ section, subsection, free }) {
    const caption = this.frees.get(key(section, subsection));
    if (caption && free !== undefined) setText(caption, free === 0 ? 'full' : `${count(free)} free`);
  }

  /** Marks a booking's seats as this buyer's; an empty list takes the mark away. */
  markYours(bookingId, section, subsection, labels) {
    this.yours.set(bookingId, { place: key(section, subsection), labels });
    this.#applyYours(key(section, subsection));
  }

  /** Chooses seats as a person would; which of them are free after all, their map will tell. */
  choose(section, subsection, labels) {
    const map = this.maps.get(key(section, subsection));
    if (map) this.choice.choose(map, seatsOf(map, labels));
  }

  /** Chooses those of the seats that are as the first one is that can be chosen at all. @returns whether there is one */
  chooseAlike(section, subsection, labels) {
    const map = this.maps.get(key(section, subsection));
    return map !== undefined && this.choice.chooseAlike(map, seatsOf(map, labels));
  }

  clear() {
    this.choice.clear();
  }

  #applyYours(place) {
    const labels = [...this.yours.values()].filter((one) => one.place === place).flatMap((one) => one.labels);
    this.maps.get(place)?.markYours(labels);
  }

  #chose(map) {
    if (!map) return this.on.chosen();
    const { section, subsection } = map.place;
    const seats = [...map.chosen].sort((a, b) => a - b);
    return this.on.chosen(section, subsection, seats.map((seat) => map.label(seat)), this.choice.state);
  }

  #say(sentence) {
    setText(this.readout, sentence);
    announce(sentence);
  }

  #point(map, seat) {
    if (seat === undefined) return setText(this.readout, '');
    const { section, subsection } = map.place;
    const price = this.event.sections.find((one) => one.name === section).priceMinor;
    return setText(this.readout,
      `Block ${section} ${subsection}, ${map.inWords(seat)}, ${money(price, this.event.currency)}`);
  }

  #tier(blocks) {
    const { section } = blocks[0];
    const element = el('div', { class: 'blocks' }, blocks.map((block) => this.#block(block)));
    const { rows, seatsPerRow } = blocks[0].place;
    this.tierSizes.push({ element, blocks: blocks.length, rows, seatsPerRow });
    return el('section', { class: 'tier', 'aria-label': `Section ${section.name}` },
      el('h3', {}, `Section ${section.name}`, el('span', { class: 'price' }, money(section.priceMinor, this.event.currency))),
      element);
  }

  #block({ section, place }) {
    const map = new SeatMap(
      { section: section.name, subsection: place.name, rows: place.rows, seatsPerRow: place.seatsPerRow },
      {
        toggle: (on, seat) => this.choice.toggle(on, seat),
        point: (on, seat) => this.#point(on, seat),
        dirty: (on) => this.#wake(on),
      },
    );
    const id = key(section.name, place.name);
    const free = el('span', { class: 'free' });
    this.maps.set(id, map);
    this.frees.set(id, free);
    this.free({ section: section.name, subsection: place.name, free: place.free });
    this.#applyYours(id);
    this.sight.observe(map.canvas);
    map.canvas.seatMap = map;
    return el('figure', { class: 'block' }, el('figcaption', {}, `${section.name} ${place.name}`, free), map.canvas);
  }

  #tools() {
    const button = (sign, label, by) => el('button', {
      type: 'button', class: 'tool', 'aria-label': label, onclick: () => this.#zoom(by),
    }, sign);
    return el('div', { class: 'tools' }, button('−', 'Smaller seats', -1), button('+', 'Larger seats', 1));
  }

  #keys() {
    return el('p', { id: 'seat-keys', class: 'keys' },
      'With the keyboard: Tab to a block, arrow keys to a seat, space to choose it, N for the next free one.');
  }

  #zoom(by) {
    this.step = Math.min(Math.max(this.shownStep + by, 0), PITCHES.length - 1);
    this.#size();
    announce(`Seats are ${PITCHES[this.step]} pixels wide.`);
  }

  #size() {
    if (this.maps.size === 0 || this.root.clientWidth === 0) return;
    const width = this.tiers.clientWidth;
    this.shownStep = this.step ?? fittingStep(this.tierSizes, width, innerHeight);
    const pitch = PITCHES[this.shownStep];
    for (const tier of this.tierSizes) tier.element.style.maxWidth = `${tierWidth(tier, pitch, width)}px`;
    const ratio = devicePixelRatio;
    const cell = Math.round(pitch * ratio);
    const look = `${cell} ${ratio} ${this.theme.matches}`;
    if (look === this.pixels) return;
    this.pixels = look;
    const sprites = drawSprites(cell);
    for (const map of this.maps.values()) map.resize(sprites, ratio);
    this.#drawLegend(drawSprites(Math.round(18 * ratio)), ratio);
  }

  #drawLegend({ sheet, cell }, ratio) {
    fill(this.legend, LEGEND.map(([kind, name]) => {
      const sign = el('canvas', { width: cell, height: cell, 'aria-hidden': 'true' });
      sign.style.width = `${cell / ratio}px`;
      sign.getContext('2d').drawImage(sheet, kind * cell, 0, cell, cell, 0, 0, cell, cell);
      return el('li', {}, sign, name);
    }));
  }

  #seen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) {
        this.inView.add(target.seatMap);
        this.#wake(target.seatMap);
      } else this.inView.delete(target.seatMap);
    }
  }

  #wake(map) {
    this.dirty.add(map);
    this.frame ??= requestAnimationFrame((now) => this.#paint(now));
  }

  #paint(now) {
    this.frame = undefined;
    for (const map of [...this.dirty]) { // a copy: maps that still move come back for the next frame
      if (!this.inView.has(map) || !map.sprites) continue;
      this.dirty.delete(map);
      if (map.paint(now)) this.#wake(map);
    }
  }
}
