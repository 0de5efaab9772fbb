/** Numbers, money and times in words. The page speaks English; an English reader's own conventions are kept. */

const locale = navigator.language?.startsWith('en') ? navigator.language : 'en';
const numbers = new Intl.NumberFormat(locale);
const dateTimes = new Intl.DateTimeFormat(locale, {
  weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit',
  timeZoneName: 'short',
});
const times = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const currencies = new Map();

export const count = (n) => numbers.format(n);

/** counted(3, 'seat') is "3 seats". */
export const counted = (n, noun) => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;

/** How many minor units make one unit is the currency's own matter: 2 digits for EUR, none for JPY, 3 for KWD. */
export function money(minorUnits, currency) {
  if (!currencies.has(currency)) {
    currencies.set(currency, new Intl.NumberFormat(locale, { style: 'currency', currency }));
  }
  const format = currencies.get(currency);
  return format.format(minorUnits / 10 ** format.resolvedOptions().maximumFractionDigits);
}

export const dateTime = (iso) => dateTimes.format(new Date(iso));
export const timeOfDay = (iso) => times.format(new Date(iso));

/** 605 seconds are "10:05". */
export const timeLeft = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** "4-11" is how the API names a seat; people read "row 4, seat 11". */
export function seatInWords(label) {
  const [row, seat] = label.split('-');
  return `row ${row}, seat ${seat}`;
}

/** Seats of one booking, joined where they are side by side: "row 4, seats 11 to 13; row 5, seat 2". */
export function seatsInWords(labels) {
  const seats = labels.map((label) => label.split('-').map(Number)).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const runs = [];
  for (const [row, seat] of seats) {
    const run = runs.at(-1);
    if (run && run.row === row && run.to === seat - 1) run.to = seat;
    else runs.push({ row, from: seat, to: seat });
  }
  return runs.map((run) => `row ${run.row}, ${seatRange(run)}`).join('; ');
}

function seatRange({ from, to }) {
  if (from === to) return `seat ${from}`;
  return `seats ${from} ${to === from + 1 ? 'and' : 'to'} ${to}`;
}
