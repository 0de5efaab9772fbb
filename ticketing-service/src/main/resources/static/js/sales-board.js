/** How an event sells, live: the numbers, the chart, a bar for each section, and the table of bookings as a file. */

import { Problem } from './api.js';
import { downloadTable } from './csv.js';
import { el, fill, setText } from './dom.js';
import { count, counted, money } from './format.js';
import { LINKS } from './organizer-words.js';
import { SalesChart, seatsBar } from './sales-chart.js';
import { followSales } from './sales-stream.js';
import { empty, failed, loading } from './states.js';
import { problemInWords } from './words.js';

const MEGABYTE = 2 ** 20;

export class SalesBoard {
  constructor(event) {
    this.event = event;
    this.link = el('span', { class: 'link' }, 'Connecting…');
    this.content = el('div', {}, loading('Loading the sales…'));
    this.download = el('div', { class: 'download' });
    this.root = el('section', { class: 'box sales', 'aria-labelledby': 'sales' },
      el('div', { class: 'head' }, el('h2', { id: 'sales' }, 'How it sells'), this.link), this.content);
    this.#follow();
  }

  close() {
    this.unfollow();
    this.downloading?.abort();
    this.chart?.close();
  }

  #follow() {
    this.unfollow = followSales(this.event.id, {
      sales: (view) => this.#show(view),
      link: (state) => {
        this.link.dataset.state = state;
        setText(this.link, LINKS[state]);
      },
      ended: (problem) => this.#ended(problem),
    });
  }

  #ended(problem) {
    this.link.hidden = true;
    if (this.chart) return; // what is shown was true; that the sign-in ended is told for the whole page
    fill(this.content, problem.status === 404 ? empty(el('p', {}, 'This event was never on sale.')) : failed(problem, () => {
      this.link.hidden = false;
      fill(this.content, loading('Loading the sales…'));
      this.#follow();
    }));
  }

  #show({ total, sections, currency }) {
    if (!this.chart) this.#build();
    this.chart.add(total);
    fill(this.figures, figure('Sold', total.sold), figure('Held', total.held),
      figure('Ending within a minute', total.endingWithinMinute), figure('Free', total.free), figure('Blocked', total.blocked),
      figure('Revenue', money(total.soldMinor, currency)), figure('Price of what is held', money(total.heldMinor, currency)));
    fill(this.sections, sections.map(({ name, tickets }) => section(name, tickets, currency)));
  }

  #build() {
    this.chart = new SalesChart();
    this.figures = el('dl', { class: 'figures' });
    this.sections = el('ul', { class: 'section-sales', 'aria-label': 'By section' });
    this.#offerTable();
    fill(this.content, this.figures, this.chart.root, this.sections, this.download);
  }

  #offerTable(problem) {
    fill(this.download,
      el('button', { type: 'button', class: 'quiet', onclick: () => this.#saveTable() }, 'Download bookings (CSV)'),
      problem && el('p', { class: 'wrong', role: 'alert' }, problemInWords(problem).join(' ')));
  }

  async #saveTable() {
    this.downloading = new AbortController();
    const progress = el('span', { class: 'hint' }, 'Fetching the bookings…');
    fill(this.download, el('button', { type: 'button', class: 'quiet', onclick: () => this.downloading.abort() }, 'Stop'), ' ', progress);
    this.download.firstChild.focus();
    try {
      await downloadTable(this.event.id, {
        signal: this.downloading.signal,
        onBytes: (bytes) => setText(progress, `${(bytes / MEGABYTE).toFixed(1)} MB so far…`),
      });
      this.#offerTable();
    } catch (failure) {
      if (failure instanceof Problem) this.#offerTable(failure);
      else if (this.downloading.signal.aborted) this.#offerTable();
      else throw failure;
    }
    if (this.download.isConnected) this.download.querySelector('button').focus();
  }
}

const figure = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, typeof value === 'number' ? count(value) : value));

function section(name, tickets, currency) {
  const { sold, held, free, blocked, endingWithinMinute, soldMinor } = tickets;
  return el('li', {}, el('strong', {}, `Section ${name}`), seatsBar(name, tickets),
    el('span', {}, [`${count(sold)} sold`, `${count(held)} held`, endingWithinMinute > 0 && `${counted(endingWithinMinute, 'hold')} ending`,
      `${count(free)} free`, blocked > 0 && `${count(blocked)} blocked`, money(soldMinor, currency)].filter(Boolean).join(' · ')));
}
