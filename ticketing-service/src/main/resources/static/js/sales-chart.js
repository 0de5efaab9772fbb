/** Sold and held tickets, one above the other, over the time that somebody has been watching. */

import { el, setText } from './dom.js';
import { count, timeOfDay } from './format.js';
import { area, niceTop, steps, svg } from './svg.js';

const HEIGHT = 200;
const TOP = 10;
const BOTTOM = 24;
const GAP = 8;
/** Width of a figure of the axis, nearly. */
const DIGIT = 7.5;
/** Where so many points are, every other one goes: a day of changes every two seconds is never more than this. */
const MOST_POINTS = 600;
/** A view that has just been opened shows a minute. */
const SHORTEST_MS = 60_000;
const TICK_MS = 1_000;

export class SalesChart {
  constructor() {
    this.points = [];
    this.title = svg('title', { id: 'chart-title' });
    this.title.textContent = 'Sold and held tickets since this page was opened';
    this.description = svg('desc', { id: 'chart-description' });
    this.drawing = svg('g');
    this.picture = svg('svg', {
      class: 'chart', role: 'img', height: HEIGHT, 'aria-labelledby': 'chart-title chart-description',
    }, this.title, this.description, this.drawing);
    this.words = el('p', { class: 'hint' });
    this.root = el('figure', { class: 'sales-chart' },
      el('figcaption', {}, el('span', { class: 'key sold' }, 'Sold'), el('span', { class: 'key held' }, 'Held'), this.words), this.picture);
    this.width = new ResizeObserver(() => this.#draw());
    this.width.observe(this.root);
    this.ticking = setInterval(() => document.hidden || this.#draw(), TICK_MS);
  }

  close() {
    this.width.disconnect();
    clearInterval(this.ticking);
  }

  add({ sold, held }) {
    this.points.push({ at: Date.now(), sold, held });
    if (this.points.length > MOST_POINTS) this.points = this.points.filter((_, i) => i % 2 === 0 || i === this.points.length - 1);
    this.#tell();
    this.#draw();
  }

  /** The same for those who cannot see it, and beside it for those who can. */
  #tell() {
    const [first, last] = [this.points[0], this.points.at(-1)];
    const more = last.sold - first.sold;
    const change = more === 0 ? 'no ticket sold' : `${count(Math.abs(more))} ${more > 0 ? 'more' : 'fewer'} sold`;
    const sentence = `Since ${timeOfDay(first.at)}: ${change}. Now ${count(last.sold)} sold, ${count(last.held)} held.`;
    setText(this.words, sentence);
    this.description.textContent = sentence;
  }

  #draw() {
    const width = this.root.clientWidth;
    if (width === 0 || this.points.length === 0) return;
    const now = Date.now();
    const from = Math.min(this.points[0].at, now - SHORTEST_MS);
    const top = niceTop(Math.max(...this.points.map(({ sold, held }) => sold + held)));
    const left = GAP + count(top).length * DIGIT;
    const x = (at) => left + ((at - from) / (now - from)) * (width - left - GAP);
    const y = (tickets) => TOP + (1 - tickets / top) * (HEIGHT - TOP - BOTTOM);
    const shown = [...this.points, { ...this.points.at(-1), at: now }];
    const line = (value) => shown.map((point) => [x(point.at), y(value(point))]);
    const [ground, sold, taken] = [line(() => 0), line((point) => point.sold), line((point) => point.sold + point.held)];
    this.picture.setAttribute('width', width);
    this.drawing.replaceChildren(
      ...[0, top / 2, top].flatMap((tickets) => scale(tickets, y(tickets), left, width)),
      svg('path', { class: 'sold area', d: area(sold, ground) }),
      svg('path', { class: 'held area', d: area(taken, sold) }),
      svg('path', { class: 'sold line', d: steps(sold) }),
      svg('path', { class: 'held line', d: steps(taken) }),
      ...moment(timeOfDay(from), left, 'start'), ...moment('now', width - GAP, 'end'));
  }
}

function scale(tickets, y, left, width) {
  const number = svg('text', { x: left - GAP / 2, y: y + 4, 'text-anchor': 'end' });
  number.textContent = count(tickets);
  return [svg('line', { class: 'scale', x1: left, x2: width - GAP, y1: y, y2: y }), number];
}

function moment(words, x, anchor) {
  const text = svg('text', { x, y: HEIGHT - 6, 'text-anchor': anchor });
  text.textContent = words;
  return [text];
}

/** One section's seats as a bar: what is sold, what is held, and the rest. */
export function seatsBar(name, { seats, sold, held }) {
  const title = svg('title');
  title.textContent = `Section ${name}`;
  const description = svg('desc');
  description.textContent = `Of ${count(seats)} seats ${count(sold)} are sold and ${count(held)} held.`;
  const part = (kind, from, tickets) =>
    svg('rect', { class: `${kind} area`, x: (100 * from) / seats, width: (100 * tickets) / seats, y: 0, height: 10 });
  return svg('svg', {
    class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${title.textContent}. ${description.textContent}`,
  }, title, description, part('sold', 0, sold), part('held', sold, held));
}
