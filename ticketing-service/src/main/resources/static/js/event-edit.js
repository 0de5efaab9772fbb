/** Changing an event: what was changed is sent, and nothing else, so that two people who change different things do. */

import { Problem } from './api.js';
import { announce, el, fill } from './dom.js';
import { eventFields } from './event-fields.js';
import { Fields, text } from './fields.js';
import { majorUnits, minorUnits } from './format.js';
import { changeEvent } from './organizer-api.js';

const OVER = ['CLOSED', 'CANCELLED'];

export class EventEdit {
  /**
   * @param changed (event): what the API says that it is now
   * @param draft what `typed` was when the page was left, or undefined
   */
  constructor(event, changed, draft) {
    this.event = event;
    this.changed = changed;
    this.body = el('div');
    this.root = el('details', { class: 'box', ontoggle: () => this.root.open && !this.form && this.#build() },
      el('summary', {}, el('h2', {}, 'Change the event')), this.body);
    if (!draft) return;
    this.#build(draft);
    this.root.open = true;
  }

  /** What would be lost with the page. */
  get typed() {
    return this.form && this.root.open ? { common: this.common.values(), prices: this.prices.map(({ control }) => control.value) } : undefined;
  }

  /** What is being typed stays; only what may be changed is another matter. */
  setEvent(event) {
    this.event = event;
    if (this.offer) this.offer.disabled = OVER.includes(event.status);
  }

  #build(draft) {
    const { event } = this;
    this.basis = event;
    this.before = eventFields(new Fields(), event).values();
    this.fields = new Fields();
    this.common = eventFields(this.fields, event, draft?.common);
    this.prices = event.sections.map((section, i) => ({ section, control: text(`price-${i}`, {
      inputmode: 'decimal', value: draft?.prices[i] ?? majorUnits(section.priceMinor, event.currency),
    }) }));
    this.offer = el('fieldset', { class: 'group' }, el('legend', {}, 'The sale'), this.common.offer,
      this.prices.map(({ section, control }, i) =>
        this.fields.add(`sections[${i}].priceMinor`, `Price in section ${section.name}, ${event.currency}`, control)));
    this.save = el('button', { type: 'submit', class: 'main' }, 'Save');
    this.form = el('form', { class: 'creation', novalidate: true, onsubmit: (submitted) => this.#submit(submitted) },
      el('fieldset', { class: 'group' }, el('legend', {}, 'The show'), this.common.texts),
      this.offer,
      el('p', { class: 'hint' }, 'New prices and limits are for what is not yet held. Once the sale is over, only the show can change.'),
      this.fields.summary, el('div', { class: 'actions' }, this.save));
    this.setEvent(event);
    fill(this.body, this.form);
  }

  async #submit(submitted) {
    submitted.preventDefault();
    if (this.save.getAttribute('aria-disabled') === 'true') return;
    const { patch, errors, prices } = this.#patch();
    if (errors.length > 0) return void this.fields.show(errors);
    this.fields.clear();
    if (Object.keys(patch).length === 0) return void this.fields.say('Nothing was changed.');
    this.save.setAttribute('aria-disabled', 'true');
    try {
      this.changed(await changeEvent(this.event.id, patch));
      announce('The change is saved.');
      this.form = undefined;
      this.root.open = false;
      this.root.querySelector('summary').focus();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.fields.fail(placed(problem, prices), ...(problem.uncertain ? ['It may have been saved all the same. Saving again does no harm.'] : []));
    } finally {
      this.save.removeAttribute('aria-disabled');
    }
  }

  /** @returns {patch, errors, prices}: `prices` are the places in the form of the sections that are sent */
  #patch() {
    const now = this.common.values();
    const patch = {};
    const errors = this.fields.unreadable;
    for (const [name, value] of Object.entries(now)) {
      if (value === this.before[name]) continue;
      patch[name] = value ?? null;
      if (value === undefined && name !== 'maxTicketsPerBuyer' && errors.every(({ field }) => field !== name)) errors.push({ field: name, message: 'is required' });
    }
    const prices = [];
    this.prices.forEach(({ section, control }, i) => {
      const priceMinor = minorUnits(control.value, this.basis.currency);
      if (priceMinor === undefined) errors.push({ field: `sections[${i}].priceMinor`, message: `must be an amount of ${this.basis.currency}` });
      else if (priceMinor !== section.priceMinor) prices.push({ i, name: section.name, priceMinor });
    });
    if (prices.length > 0) patch.sections = prices.map(({ name, priceMinor }) => ({ name, priceMinor }));
    return { patch, errors, prices: prices.map(({ i }) => i) };
  }
}

/** The API counts the sections that it was sent, the form those that it shows. */
function placed(problem, prices) {
  const errors = problem.errors.map(({ field, message }) =>
    ({ field: field?.replace(/^sections\[(\d+)\]/, (_, i) => `sections[${prices[i]}]`), message }));
  return new Problem({ ...problem, detail: problem.detail, errors });
}
