/** What a booking's payment looks like: how it stands in words, and what the buyer can do about it. */

import { el } from './dom.js';
import { counted, money } from './format.js';
import { bankAddress, isUnderWay } from './payment.js';
import { paymentInWords, problemInWords } from './words.js';

/** What the simulated provider knows, by what it does. */
const CARDS = [
  ['pm_card_visa', 'A card that works'],
  ['pm_card_threeDSecure2Required', 'A card whose bank asks you (3-D Secure)'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'A card without enough money'],
  ['pm_card_visa_chargeDeclined', 'A card that is declined'],
  ['pm_card_chargeDeclinedExpiredCard', 'A card that has expired'],
  ['pm_seatlog_captureRefused', 'A card that fails at the very end'],
];

const ENDED = new Set(['CONFIRMED', 'CANCELLED', 'REJECTED']);

/** @returns {heading, lines, tone}, or undefined when there is nothing to say beside the booking's own words */
export function standing(booking, { payment, sending, problem }) {
  if (sending) return { heading: 'Sending', lines: [], tone: 'waiting' };
  if (problem) return { heading: 'That did not work', lines: problemInWords(problem), tone: 'bad' };
  if (!payment) return undefined;
  // A booking that another payment paid for, or that is over anyway, says itself what counts.
  if (booking.status === 'CONFIRMED' && ['CAPTURED', 'CONFIRMING', 'VOIDED', 'DECLINED'].includes(payment.status)) return undefined;
  if (ENDED.has(booking.status) && payment.status === 'DECLINED') return undefined;
  return paymentInWords(payment, booking);
}

/**
 * @param paying the Paying of this booking
 * @param options of the API, undefined until they are loaded, {problem} when they could not be
 */
export function paymentBox(booking, paying, options) {
  const said = standing(booking, paying);
  const actions = paymentActions(booking, paying, options);
  if (!said && !actions) return undefined;
  return el('div', { class: 'payment', 'data-status': paying.sending ? 'SENDING' : paying.payment?.status },
    said && el('div', { class: `standing ${said.tone}` },
      el('p', {}, el('strong', {}, said.heading)), said.lines.map((line) => el('p', {}, line))),
    actions);
}

function paymentActions(booking, paying, options) {
  const { payment, sending } = paying;
  if (sending) return undefined;
  const asksBuyer = payment?.status === 'ACTION_REQUIRED' && ['HELD', 'EXPIRED'].includes(booking.status);
  if (asksBuyer) return [bankLink(options, payment), booking.status === 'HELD' && otherCard(booking, paying, options)];
  return booking.status === 'HELD' && !isUnderWay(payment) ? payForm(booking, paying, options) : undefined;
}

function bankLink(options, payment) {
  if (!options) return undefined;
  const address = bankAddress(options, payment);
  if (!address) return el('p', { class: 'hint' }, 'This page cannot show what your bank asks.');
  return el('a', { class: 'button main', href: address, referrerpolicy: 'no-referrer' }, 'Go to your bank');
}

/** Two payments at once are safe: one gets the seats, the other is let go. */
const otherCard = (booking, paying, options) =>
  el('details', {}, el('summary', {}, 'Use another card'), payForm(booking, paying, options));

function payForm(booking, paying, options) {
  const what = `${counted(booking.quantity ?? booking.seats.length, 'ticket')} in block ${booking.section} ${booking.subsection}`;
  if (booking.totalMinor === 0) {
    return el('button', { type: 'button', class: 'main', 'aria-label': `Confirm ${what}`, onclick: () => paying.pay() }, 'Confirm');
  }
  if (!options) return undefined;
  if (options.problem) return el('p', { class: 'hint' }, 'How to pay could not be found out. Reload the page to try again.');
  switch (options.provider) {
    case 'simulated': return simulatedCards(booking, paying, what);
    case 'stripe': return el('p', { class: 'hint' },
      'Payments go through Stripe here. Paying on this page needs Stripe’s own form, which is not built in.');
    default: return el('p', { class: 'hint' }, 'Nothing can be paid here: no payment provider is set up.');
  }
}

function simulatedCards(booking, paying, what) {
  const id = `card-${booking.id}`;
  const cards = el('select', { id }, CARDS.map(([method, name]) => el('option', { value: method }, name)));
  const amount = money(booking.totalMinor, booking.currency);
  return el('form', {
    class: 'pay',
    onsubmit: (submitted) => {
      submitted.preventDefault();
      paying.pay(cards.value);
    },
  },
  el('div', { class: 'field' }, el('label', { for: id }, 'Card ', el('span', { class: 'pill' }, 'simulated')), cards),
  el('button', { type: 'submit', class: 'main', 'aria-label': `Pay ${amount} for ${what}` }, `Pay ${amount}`),
  el('p', { class: 'hint' }, 'These are test cards. No real money moves.'));
}
