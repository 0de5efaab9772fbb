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
export const money = (minorUnits, currency) => formatOf(currency).format(minorUnits / 10 ** digitsOf(currency));

function formatOf(currency) {
  if (!currencies.has(currency)) {
    currencies.set(currency, new Intl.NumberFormat(locale, { style: 'currency', currency }));
  }
  return currencies.get(currency);
}

const digitsOf = (currency) => formatOf(currency).resolvedOptions().maximumFractionDigits;

/** "12.5" or "12,50" are 1250 minor units of EUR; undefined for what is no amount of this currency. Digits, no floating point. */
export function minorUnits(text, currency) {
  const [, units, rest = ''] = /^\s*(\d{1,13})(?:[.,](\d*))?\s*$/.exec(text) ?? [];
  const digits = digitsOf(currency);
  return units === undefined || rest.length > digits ? undefined : Number(units + rest.padEnd(digits, '0'));
}

/** The other way round: 1250 minor units of EUR are "12.50". */
export const majorUnits = (minor, currency) => (minor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));

export const dateTime = (iso) => dateTimes.format(new Date(iso));
export const timeOfDay = (iso) => times.format(new Date(iso));

/** A time as a control shows it, in the reader's own zone: "2027-03-01T19:30"; empty for none. */
export function localTime(iso) {
  if (!iso) return '';
  const time = new Date(iso);
  const two = (number) => String(number).padStart(2, '0');
  const day = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** What such a control holds as the API wants it; undefined for no whole time. */
export const isoTime = (local) => (local ? new Date(local).toISOString() : undefined);

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
