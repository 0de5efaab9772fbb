/** Small tools for the document. Everything a server or a person wrote goes in as text, never as markup. */

/** el('button', {class: 'quiet', onclick: f}, 'Cancel'): attributes that are null, undefined or false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...present(children));
  return node;
}

/** A control with its label; the control needs an id. */
export const field = (label, control) =>
  el('div', { class: 'field' }, el('label', { for: control.id }, label), control);

export function fill(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

/** Draws a whole view anew: who was at its heading, as after a change of the place, still is. */
export function drawView(root, ...children) {
  const inside = root.contains(document.activeElement);
  fill(root, ...children);
  if (inside) root.querySelector('h1')?.focus({ preventScroll: true });
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);
}

/** Writes only what differs, so that a list refreshed every second does not disturb readers and selections. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const liveRegion = document.getElementById('live');
let speaking;

/** Says a sentence to screen readers. Cleared first, because a repeated sentence would not be read again. */
export function announce(sentence) {
  clearTimeout(speaking);
  liveRegion.textContent = '';
  speaking = setTimeout(() => { liveRegion.textContent = sentence; }, 60);
}
