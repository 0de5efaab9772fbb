/** The hall of an event that does not exist yet, drawn as its buyers will see it. */

import { el, fill, setText } from './dom.js';
import { counted } from './format.js';
import { Hall } from './hall.js';
import { MOST_SEATS } from './section-rows.js';

/** As many as an event's page shows together. */
const MOST_BLOCKS = 20;
const TYPING_PAUSE_MS = 200;

export class HallPreview {
  constructor() {
    this.words = el('p', { class: 'hint', 'aria-live': 'polite' });
    this.frame = el('div', { class: 'preview', inert: true }); // to look at: there is no seat to be chosen yet
    this.root = el('section', { class: 'box', 'aria-labelledby': 'preview' }, el('h2', { id: 'preview' }, 'The hall'), this.words, this.frame);
  }

  /** Draws what can be drawn, when nothing more was typed for a moment. @param sections as the API wants them */
  show(sections, currency) {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.#draw(sections.filter(isDrawable), currency), TYPING_PAUSE_MS);
  }

  close() {
    clearTimeout(this.typing);
    this.hall?.close();
  }

  #draw(sections, currency) {
    const look = JSON.stringify([sections, currency]);
    if (look === this.drawn) return;
    this.drawn = look;
    this.hall?.close();
    const seats = sections.reduce((sum, { subsections, rows, seatsPerRow }) => sum + subsections * rows * seatsPerRow, 0);
    const all = sections.reduce((sum, { subsections }) => sum + subsections, 0);
    const shown = sections.slice(0, MOST_BLOCKS);
    const each = Math.max(Math.floor(MOST_BLOCKS / Math.max(shown.length, 1)), 1);
    const blocks = shown.flatMap((section) => blocksOf(section, each));
    setText(this.words, all === 0 ? 'Nothing to draw yet: a section needs blocks, rows and seats.'
      : `${counted(seats, 'seat')} in ${counted(all, 'block')}${blocks.length < all ? `, of which ${blocks.length} are drawn` : ''}.`);
    if (all === 0) return fill(this.frame);
    this.hall = new Hall({ sections: shown, currency, maxTicketsPerBooking: 0 }, { chosen() {} });
    fill(this.frame, this.hall.root);
    this.hall.open({ blocks });
    for (const { section, place } of blocks) this.hall.show(allFree(section, place));
    return undefined;
  }
}

const isDrawable = ({ subsections, rows, seatsPerRow }) =>
  [subsections, rows, seatsPerRow].every((number) => Number.isInteger(number) && number > 0) && rows * seatsPerRow <= MOST_SEATS;

function blocksOf(section, most) {
  const { rows, seatsPerRow, priceMinor = 0 } = section;
  return Array.from({ length: Math.min(section.subsections, most) }, (_, i) =>
    ({ section: { ...section, priceMinor }, place: { name: String(i + 1), rows, seatsPerRow, free: rows * seatsPerRow } }));
}

const allFree = (section, { name, rows, seatsPerRow, free }) =>
  ({ section: section.name, subsection: name, version: 0, free, rows: Array.from({ length: rows }, () => '.'.repeat(seatsPerRow)) });
