/**
 * What this browser remembers of its bookings, above all their receipts: with a receipt a booking can be followed and
 * cancelled after a reload, also before anything is decided. Written before a request is sent, so that a page that
 * dies while sending can repeat the same id. The server is the truth; this is only the way back to it.
 */

const KEY = 'seatlog.bookings';
/** The oldest go first; the server's own list still has them. */
const MOST = 50;
let unsaved;

export function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return unsaved ?? [];
  }
}

/** @param entry {id, request, eventName, sentAt, links?, status?, seats?, paying?}: merged into what is known of that id */
export function remember(entry) {
  const others = remembered().filter((known) => known.id !== entry.id);
  const known = remembered().find((one) => one.id === entry.id);
  write([{ ...known, ...entry }, ...others].slice(0, MOST));
}

export function forget(id) {
  write(remembered().filter((known) => known.id !== id));
}

function write(entries) {
  unsaved = entries;
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // forbidden or full: what is in memory lasts as long as the page
  }
}
