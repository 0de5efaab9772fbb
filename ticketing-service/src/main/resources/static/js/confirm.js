/** Asks before what cannot be taken back. */

import { el } from './dom.js';

/** @returns a promise of whether the answer was yes; leaving the view, or Escape, is a no */
export function confirmed({ heading, lines, yes, no }) {
  return new Promise((resolve) => {
    const leave = () => dialog.close();
    const answer = (text, look, value) => el('button', { type: 'button', class: look, onclick: () => dialog.close(value) }, text);
    const dialog = el('dialog', {
      class: 'confirm', 'aria-labelledby': 'confirm-heading',
      onclose: () => {
        removeEventListener('hashchange', leave);
        dialog.remove();
        resolve(dialog.returnValue === 'yes');
      },
    }, el('h2', { id: 'confirm-heading' }, heading), lines.map((line) => el('p', {}, line)),
    el('div', { class: 'actions' }, answer(no, 'quiet', 'no'), answer(yes, 'danger', 'yes')));
    addEventListener('hashchange', leave);
    document.body.append(dialog);
    dialog.showModal();
  });
}
