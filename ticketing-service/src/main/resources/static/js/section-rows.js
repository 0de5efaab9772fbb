/** The sections of a new event: a row of fields each, to which others can be added. */

import { el, fill, setText } from './dom.js';
import { numberIn, text, whole } from './fields.js';
import { count, counted, minorUnits } from './format.js';

/** As the API has them; it says so where they are passed, because it alone decides. */
export const MOST_SEATS = 500;
const MOST_SECTIONS = 100;
const MOST_BLOCKS = 2000;
const BEGINNING = { price: '', blocks: '4', rows: '10', seats: '20' };

export class SectionRows {
  /**
   * @param currency () the currency that prices are in
   * @param changed (): something was typed
   * @param given what `typed` was, or undefined
   */
  constructor(fields, currency, changed, given) {
    this.fields = fields;
    this.currency = currency;
    this.changed = changed;
    this.rows = [];
    this.made = 0;
    this.list = el('div', { class: 'sections' });
    this.more = el('button', {
      type: 'button', class: 'quiet',
      onclick: () => this.#add({ ...BEGINNING, name: this.#nextName() }).name.focus(),
    }, 'Add a section');
    this.root = el('div', {}, this.list, this.more);
    for (const one of given ?? [{ ...BEGINNING, name: 'A' }]) this.#add(one);
  }

  /** What stands in the controls. */
  get typed() {
    return this.rows.map((row) => Object.fromEntries(['name', 'price', 'blocks', 'rows', 'seats'].map((part) => [part, row[part].value])));
  }

  /** As the API wants them. */
  get values() {
    return this.rows.map((row) => ({
      name: row.name.value, priceMinor: minorUnits(row.price.value, this.currency()),
      subsections: numberIn(row.blocks), rows: numberIn(row.rows), seatsPerRow: numberIn(row.seats),
    }));
  }

  /** What cannot even be sent: a price that is none. */
  get errors() {
    return this.rows.flatMap((row, i) => (row.price.value.trim() !== '' && minorUnits(row.price.value, this.currency()) === undefined
      ? [{ field: `sections[${i}].priceMinor`, message: `must be an amount of ${this.currency()}` }] : []));
  }

  /** Says how many seats each row makes. */
  count() {
    this.values.forEach(({ subsections, rows, seatsPerRow }, i) => {
      const { sum } = this.rows[i];
      const seats = rows * seatsPerRow;
      const tooMany = seats > MOST_SEATS;
      sum.classList.toggle('over', tooMany);
      setText(sum, !(seats > 0 && subsections > 0) ? ''
        : tooMany ? `${count(seats)} seats a block: at most ${MOST_SEATS}.`
          : `${count(seats)} seats a block, ${counted(seats * subsections, 'seat')} in all.`);
    });
  }

  #add({ name, price, blocks, rows, seats }) {
    const id = `section-${++this.made}`;
    const row = {
      name: text(`${id}-name`, { maxlength: 12, value: name }),
      price: text(`${id}-price`, { inputmode: 'decimal', value: price }),
      blocks: whole(`${id}-blocks`, 1, MOST_BLOCKS, blocks),
      rows: whole(`${id}-rows`, 1, MOST_SEATS, rows),
      seats: whole(`${id}-seats`, 1, MOST_SEATS, seats),
      sum: el('p', { class: 'hint sum' }),
    };
    const field = (part, label, control) => this.fields.add(() => `sections[${this.rows.indexOf(row)}].${part}`, label, control);
    row.root = el('fieldset', { class: 'section-row', oninput: () => this.changed() },
      el('legend', { class: 'unseen' }, 'A section'),
      field('name', 'Section', row.name), field('priceMinor', 'Price of a seat', row.price), field('subsections', 'Blocks', row.blocks),
      field('rows', 'Rows a block', row.rows), field('seatsPerRow', 'Seats a row', row.seats),
      el('button', { type: 'button', class: 'quiet', onclick: () => this.#remove(row) }, 'Remove'), row.sum);
    this.rows.push(row);
    this.#draw();
    return row;
  }

  #remove(row) {
    this.rows.splice(this.rows.indexOf(row), 1);
    this.#draw();
    (this.rows.at(-1)?.name ?? this.more).focus();
  }

  #draw() {
    const roots = this.rows.map(({ root }) => root);
    for (const gone of [...this.list.children].filter((child) => !roots.includes(child))) gone.remove();
    this.list.append(...roots.filter((root) => !root.isConnected || root.parentNode !== this.list));
    this.more.disabled = this.rows.length >= MOST_SECTIONS;
    for (const root of roots) root.querySelector('button').hidden = roots.length === 1;
    this.changed();
  }

  /** A, B, …, and then nothing: who has so many sections has names for them. */
  #nextName() {
    const taken = new Set(this.rows.map((row) => row.name.value));
    return [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find((letter) => !taken.has(letter)) ?? '';
  }
}
