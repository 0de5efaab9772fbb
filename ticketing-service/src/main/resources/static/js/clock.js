/**
 * The server's clock, as far as answers tell it: a hold ends by that clock, and the browser's may be minutes off. An
 * answer with the header Date, which counts whole seconds, puts the difference of the clocks between two bounds; a few
 * answers narrow them. Without the header the browser's clock is taken as it is.
 */

const DATE_STEP_MS = 1_000;
let least = -Infinity;
let most = Infinity;

/** @param date the header, or null; the server wrote it between these two times of this clock */
export function heardDate(date, sentAt, heardAt) {
  const at = Date.parse(date ?? '');
  if (Number.isNaN(at)) return;
  const from = at - heardAt;
  const to = at + DATE_STEP_MS - sentAt;
  const fits = from <= most && to >= least; // not, when one of the clocks was set anew
  least = fits ? Math.max(least, from) : from;
  most = fits ? Math.min(most, to) : to;
}

/** Corrected by no more than is certain: a clock that may be right is left alone. */
export const serverNow = () => Date.now() + Math.min(Math.max(0, least), most);
