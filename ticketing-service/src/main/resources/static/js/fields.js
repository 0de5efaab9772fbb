/** A form's controls by the names that the API has for them, so that what it finds wrong is said where it was written. */

import { el, fill } from './dom.js';
import { wrongInWords } from './organizer-words.js';
import { problemInWords } from './words.js';

export class Fields {
  #all = [];

  constructor() {
    this.summary = el('div', { class: 'summary', role: 'alert' });
  }

  /**
   * @param path what the API calls it, or a function that tells it now, where places in a list may change
   * @param control which needs an id
   * @returns the control with its label and a place for what is wrong with it
   */
  add(path, label, control, hint) {
    const wrong = el('p', { class: 'wrong', id: `${control.id}-wrong` });
    const hinted = hint && el('p', { class: 'hint', id: `${control.id}-hint` }, hint);
    this.#all.push({ path: typeof path === 'function' ? path : () => path, control, wrong });
    control.setAttribute('aria-describedby', hinted ? `${hinted.id} ${wrong.id}` : wrong.id);
    control.addEventListener('input', () => mark({ control, wrong }));
    return el('div', { class: 'field' }, el('label', { for: control.id }, label), control, hinted, wrong);
  }

  /** @param errors [{field, message}]; the first field that has one gets the focus */
  show(errors) {
    this.clear();
    const present = this.#all.filter(({ control }) => control.isConnected);
    const homeless = errors.filter(({ field }) => !present.some(({ path }) => path() === field));
    const wrong = present.filter((one) => {
      const messages = errors.filter(({ field }) => field === one.path()).map(({ message }) => wrongInWords(message));
      mark(one, messages.join(' '));
      return messages.length > 0;
    });
    fill(this.summary, wrong.length > 0 && el('p', {}, 'Some fields need another look.'),
      homeless.map(({ field, message }) => el('p', {}, wrongInWords(field ? `${field} ${message}` : message))));
    wrong[0]?.control.focus();
  }

  /** What is in no control's power to read, such as half a date: it would be sent as if nothing were there. */
  get unreadable() {
    return this.#all.filter(({ control }) => control.isConnected && control.validity.badInput)
      .map(({ path, control }) => ({ field: path(), message: control.type === 'number' ? 'must be a number' : 'must be a whole date and time' }));
  }

  /** @param lines said after the problem's own words */
  fail(problem, ...lines) {
    if (problem.errors.length > 0) return this.show(problem.errors);
    return this.say(...problemInWords(problem), ...lines);
  }

  /** What is no field's fault. */
  say(...lines) {
    fill(this.summary, lines.map((line) => el('p', {}, line)));
  }

  clear() {
    fill(this.summary);
    for (const one of this.#all) mark(one);
  }
}

function mark({ control, wrong }, message = '') {
  wrong.textContent = message;
  if (message) control.setAttribute('aria-invalid', 'true');
  else control.removeAttribute('aria-invalid');
}

export const text = (id, attributes) => el('input', { id, type: 'text', autocomplete: 'off', ...attributes });

export const whole = (id, min, max, value) =>
  el('input', { id, type: 'number', inputmode: 'numeric', step: '1', min, max, value, autocomplete: 'off' });

/** Nothing for an empty control: then the API says that the field is required, or takes its usual value. */
export const numberIn = (control) => (control.value === '' ? undefined : Number(control.value));
