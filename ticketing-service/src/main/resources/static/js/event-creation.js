/** A new event: its form, and beside it the hall that it will have. */

import { Problem } from './api.js';
import { announce, drawView, el } from './dom.js';
import { eventFields } from './event-fields.js';
import { Fields } from './fields.js';
import { HallPreview } from './hall-preview.js';
import { createEvent } from './organizer-api.js';
import { SectionRows } from './section-rows.js';
import { empty } from './states.js';
import { uuid7 } from './uuid7.js';

const DAY_MS = 86_400_000;
const USUAL_CURRENCY = 'EUR';

/** Draws into the root. @returns {draft(), close()} */
export function eventCreation(root, { person, draft }) {
  if (!person.roles.includes('organizer')) {
    drawView(root, back(), el('h1', { tabindex: '-1' }, 'New event'), empty(el('p', {}, 'Operators run events, and organizers make them.')));
    return {};
  }
  const form = new CreationForm(root, draft);
  return { draft: () => form.typed, close: () => form.preview.close() };
}

class CreationForm {
  constructor(root, draft) {
    this.fields = new Fields();
    this.preview = new HallPreview();
    this.currency = currencies(draft?.currency ?? USUAL_CURRENCY);
    this.currency.addEventListener('change', () => this.#changed());
    this.common = eventFields(this.fields, draft?.common ?? beginning());
    const currency = this.fields.add('currency', 'Currency', this.currency);
    this.sections = new SectionRows(this.fields, () => this.currency.value, () => this.#changed(), draft?.sections);
    this.buttons = [this.#button('Publish', 'main', false), this.#button('Save as a draft', 'quiet', true)];
    this.form = el('form', { class: 'box creation', novalidate: true, onsubmit: (submitted) => this.#submit(submitted) },
      group('The show', this.common.texts), group('The sale', [...this.common.offer, currency]), group('The hall', [this.sections.root]),
      this.fields.summary, el('div', { class: 'actions' }, this.buttons),
      el('p', { class: 'hint' }, 'A draft is seen by nobody else until you publish it. The hall and the currency stay as they are.'));
    document.title = 'New event – Seatlog';
    drawView(root,
      back(),
      el('h1', { tabindex: '-1' }, 'New event'),
      el('div', { class: 'beside' }, this.form, this.preview.root));
    this.#changed();
  }

  /** What would be lost with the page. */
  get typed() {
    return this.created ? undefined : { common: this.common.values(), currency: this.currency.value, sections: this.sections.typed };
  }

  #button(label, look, isDraft) {
    return el('button', { type: 'submit', class: look, value: isDraft ? 'draft' : 'publish' }, label);
  }

  #changed() {
    if (!this.sections) return; // they are being made
    this.sections.count();
    this.preview.show(this.sections.values, this.currency.value);
  }

  async #submit(submitted) {
    submitted.preventDefault();
    if (this.sending) return;
    const errors = [...this.fields.unreadable, ...this.sections.errors];
    if (errors.length > 0) return void this.fields.show(errors);
    const event = {
      ...this.common.values(), currency: this.currency.value, draft: submitted.submitter?.value === 'draft', sections: this.sections.values,
    };
    this.fields.clear();
    this.#busy(true);
    try {
      const { id } = await createEvent(event, this.#keyOf(event));
      this.created = true;
      announce(event.draft ? 'The draft is saved.' : 'The event is published.');
      if (this.form.isConnected) location.hash = `#/organize/${id}`;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.fields.fail(problem, ...(problem.uncertain ? ['It may have been made all the same. Trying again does not make a second one.'] : []));
    } finally {
      this.#busy(false);
    }
  }

  /** Whatever becomes of an attempt, the same event is made once; another one, with other fields, has another key. */
  #keyOf(event) {
    const content = JSON.stringify(event);
    if (this.attempt?.content !== content) this.attempt = { content, key: uuid7() };
    return this.attempt.key;
  }

  #busy(sending) {
    this.sending = sending;
    for (const button of this.buttons) button.setAttribute('aria-disabled', String(sending));
    this.form.setAttribute('aria-busy', String(sending));
  }
}

const back = () => el('p', { class: 'back' }, el('a', { href: '#/organize' }, 'Your events'));

const group = (name, controls) => el('fieldset', { class: 'group' }, el('legend', {}, name), controls);

function currencies(chosen) {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  return el('select', { id: 'currency' }, Intl.supportedValuesOf('currency').map((code) =>
    el('option', { value: code, selected: code === chosen }, `${code} – ${names.of(code)}`)));
}

/** A show in a month's time, on sale from tomorrow: something to begin with. */
function beginning() {
  const at = (days, hour, minute) => new Date(new Date(Date.now() + days * DAY_MS).setHours(hour, minute, 0, 0)).toISOString();
  return { startsAt: at(30, 19, 30), onSaleAt: at(1, 10, 0), offSaleAt: at(30, 19, 0), maxTicketsPerBooking: 10, holdSeconds: 600 };
}
