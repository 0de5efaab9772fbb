/**
 * What this browser remembers of a person's bookings, above all their receipts: with a receipt a booking can be followed
 * and cancelled after a reload, also before anything is decided. Written before a request is sent, so that a page that
 * dies while sending can repeat the same id. The server is the truth; this is only the way back to it.
 *
 * It belongs to one person, by the id that the API has for them: whoever signs in next in this browser reads nothing of it.
 */

const KEY = 'seatlog.bookings';
/** The oldest go first; the server's own list still has them. */
const MOST = 50;
let owner;
let unsaved = [];

/** Opens the notebook of this person. What was noted while nobody was known is theirs. */
export function openNotebook(person) {
  owner = person;
  const early = unsaved;
  if (early.length > 0) write([...early, ...(stored() ?? [])].slice(0, MOST));
}

export function remembered() {
  return stored() ?? unsaved;
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

/** Of whomever it was. */
export function burnNotebook() {
  owner = undefined;
  unsaved = [];
  try {
    localStorage.removeItem(KEY);
  } catch {
    // as below
  }
}

function stored() {
  try {
    const notebook = JSON.parse(localStorage.getItem(KEY));
    return owner !== undefined && notebook?.owner === owner ? notebook.entries : undefined;
  } catch {
    return undefined;
  }
}

function write(entries) {
  unsaved = entries;
  if (owner === undefined) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ owner, entries }));
  } catch {
    // forbidden or full: what is in memory lasts as long as the page
  }
}
