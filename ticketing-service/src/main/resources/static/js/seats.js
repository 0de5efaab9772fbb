/** Seats as numbers: what a map's bytes mean. Nothing here knows the document. */

export const FREE = 0;
export const HELD = 1;
export const SOLD = 2;
export const BLOCKED = 3;

export const STATE_WORDS = ['free', 'held', 'sold', 'not for sale'];
const SYMBOLS = '.hsx';

/** The map of a `seats` message: base64, two bits a seat, row by row, high bits first. */
export function unpack(base64, seats) {
  const bytes = atob(base64);
  if (bytes.length < Math.ceil(seats / 4)) throw new RangeError('the map is shorter than its subsection');
  const states = new Uint8Array(seats);
  for (let seat = 0; seat < seats; seat++) {
    states[seat] = (bytes.charCodeAt(seat >> 2) >> (6 - 2 * (seat & 3))) & 3;
  }
  return states;
}

/** The rows of a seat map as GET answers them: ["..hh.ss.", …]. */
export function fromRows(rows) {
  return Uint8Array.from(rows.join(''), (symbol) => Math.max(SYMBOLS.indexOf(symbol), 0));
}

export const seatLabel = (seat, seatsPerRow) => `${Math.floor(seat / seatsPerRow) + 1}-${(seat % seatsPerRow) + 1}`;

export function seatNumber(label, seatsPerRow) {
  const [row, seat] = label.split('-').map(Number);
  return (row - 1) * seatsPerRow + seat - 1;
}

/** The next seat in that state after the given one, going round; undefined when there is none. */
export function nextSeat(states, after, wanted) {
  for (let step = 1; step <= states.length; step++) {
    const seat = (after + step) % states.length;
    if (states[seat] === wanted) return seat;
  }
  return undefined;
}

/** Where a key moves the cursor to; undefined for a key that moves nothing. */
export function stepSeat(key, seat, { rows, seatsPerRow }) {
  const column = seat % seatsPerRow;
  const row = Math.floor(seat / seatsPerRow);
  const at = (r, c) => Math.min(Math.max(r, 0), rows - 1) * seatsPerRow + Math.min(Math.max(c, 0), seatsPerRow - 1);
  switch (key) {
    case 'ArrowLeft': return at(row, column - 1);
    case 'ArrowRight': return at(row, column + 1);
    case 'ArrowUp': return at(row - 1, column);
    case 'ArrowDown': return at(row + 1, column);
    case 'Home': return at(row, 0);
    case 'End': return at(row, seatsPerRow);
    case 'PageUp': return at(row - 5, column);
    case 'PageDown': return at(row + 5, column);
    default: return undefined;
  }
}
