/** What the API says in codes, said in words. An unknown code is shown as it came: a newer server may know more. */

const REASONS = {
  NO_SEATS: 'There are not enough free seats left in this block.',
  NOT_ADJACENT: 'There are no free seats side by side.',
  SEAT_TAKEN: 'Somebody in front of you took one of these seats.',
  NOT_ON_SALE: 'The sale had not started yet when your turn came.',
  SALE_CLOSED: 'The sale had ended when your turn came.',
  SALE_PAUSED: 'The sale was paused when your turn came.',
  LIMIT_REACHED: 'That is more tickets than this event allows.',
  BUYER_LIMIT_REACHED: 'With these you would have more tickets than this event allows one buyer.',
  INTERNAL: 'Something went wrong on our side. It has been recorded; nothing was booked.',
  BOOKING_ID_REUSED: 'This booking number already belongs to a different request.',
  BOOKING_UNKNOWN: 'There is no such booking.',
  NOT_ALLOWED_IN_STATUS: 'The booking has moved on, so this is no longer possible.',
  CANCELLED_BY_BUYER: 'You cancelled it.',
  SEAT_NOT_IN_BOOKING: 'The booking does not have this seat any more.',
  PAYMENT_FAILED: 'The money could not be taken in the end, so the seats were given back.',
  AMOUNT_DIFFERS: 'What was paid is not what the booking costs now.',
  CONFIRMATION_LATE: 'The confirmation came too late.',
  EVENT_CANCELLED: 'The event was cancelled.',
  CANCELLED_BY_ORGANIZER: 'The organizer cancelled it.',
};

/** Codes of the provider, and our own reasons as they read beside a payment. */
const PAYMENT_FAILURES = {
  card_declined: 'The bank declined this card.',
  insufficient_funds: 'There is not enough money on this card.',
  expired_card: 'This card has expired.',
  authentication_failed: 'Your bank did not get your approval.',
  payment_intent_authentication_failure: 'Your bank did not get your approval.',
  unknown_method: 'This card is not known.',
  capture_refused: 'The bank refused to pay in the end.',
  SEAT_TAKEN: 'Your hold had ended, and somebody else has one of the seats now.',
  HOLD_ENDED: 'Your hold had ended.',
  BOOKING_EXPIRED: 'Your hold had ended.',
  NOT_ALLOWED_IN_STATUS: 'Your hold had ended.',
  BOOKING_CONFIRMED: 'Another payment had paid for the seats already.',
  AMOUNT_DIFFERS: 'The booking changed while you were paying, and costs something else now.',
  CANCELLED_BY_BUYER: 'You cancelled the booking.',
  CANCELLED_BY_ORGANIZER: 'The organizer cancelled the booking.',
  VOIDED: 'It was called off.',
  DECLINED: 'The bank declined this card.',
};

const BOOKING_STATUSES = {
  PENDING: 'In the queue',
  HELD: 'Held for you',
  CONFIRMED: 'Confirmed',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Expired',
  REJECTED: 'Not booked',
};

const EVENT_STATUSES = {
  DRAFT: 'Draft',
  SCHEDULED: 'On sale soon',
  ON_SALE: 'On sale',
  PAUSED: 'Sale paused',
  CLOSED: 'Sale ended',
  CANCELLED: 'Cancelled',
};

export const reasonInWords = (reason) => REASONS[reason] ?? reason ?? '';
export const bookingStatusInWords = (status) => BOOKING_STATUSES[status] ?? status;
export const eventStatusInWords = (status) => EVENT_STATUSES[status] ?? status;

/**
 * How a payment stands.
 *
 * @returns {heading, lines, tone}
 */
export function paymentInWords({ status, failure, amountMinor }, booking) {
  const free = amountMinor === 0;
  const why = failure && failure !== booking.reason && (PAYMENT_FAILURES[failure] ?? REASONS[failure] ?? `The provider says: ${failure}.`);
  const uncharged = !free && 'Nothing was charged.';
  const late = booking.status === 'EXPIRED' && 'If your seats are still free when it succeeds, they are yours.';
  const said = (tone) => (heading, ...lines) => ({ heading, lines: lines.filter(Boolean), tone });
  const [waiting, good, bad] = ['waiting', 'good', 'bad'].map(said);
  switch (status) {
    case 'NEW': return waiting(free ? 'Being confirmed' : 'Your card is being checked', late);
    case 'UNKNOWN': return waiting('No answer from your card yet', 'Seatlog keeps asking. There is no need to pay again.', late);
    case 'ACTION_REQUIRED': return waiting('Your bank asks you', 'Approve the payment on your bank’s page. You come back here.', late);
    case 'CONFIRMING': return waiting('Being confirmed', !free && 'The money is reserved, and the seats are about to be yours.', late);
    case 'CAPTURE_DUE': return waiting('Nearly done', 'The seats are yours, and the money is being taken.');
    case 'CAPTURED': return good(free ? 'Confirmed' : 'Paid');
    case 'VOID_DUE': case 'VOIDED': return bad(free ? 'Not confirmed' : 'The payment was let go', why, uncharged);
    case 'DECLINED': return bad('The payment was declined', why, uncharged, booking.status === 'HELD' && 'The seats are still yours: try another card.');
    case 'CAPTURE_REFUSED': case 'FAILED': return bad('The payment failed', why, uncharged);
    case 'REFUND_DUE': return good('Your money is on its way back', why);
    case 'REFUNDED': return good('Your money was sent back', why);
    default: return waiting(`The payment is ${status}`, why);
  }
}

/** @returns why nothing can be booked now, or undefined on sale */
export function whyNotOnSale(event, dateTime) {
  switch (event.status) {
    case 'ON_SALE': return undefined;
    case 'SCHEDULED': return `The sale starts ${dateTime(event.onSaleAt)}.`;
    case 'PAUSED': return 'The sale is paused. This page follows it and will open by itself.';
    case 'CANCELLED': return 'This event was cancelled.';
    default: return 'The sale has ended.';
  }
}

/** Problems whose own words are for developers. */
const PROBLEMS = {
  network: 'Seatlog cannot be reached. Check your connection.',
  unsure: 'The page was left before Seatlog answered this request.',
  timeout: 'Seatlog took too long to answer.',
  'payment-unavailable': 'Nothing was charged: payments are not possible at the moment. Please try again in a little while.',
  'too-many-payments': 'This booking has been paid for in vain too often. Give the seats back and begin anew.',
  'not-allowed-in-status': 'The booking has moved on, so this is no longer possible.',
  'booking-not-decided': 'Your seats are not held yet. Please wait for your turn.',
  'sale-paused': 'The sale is paused.',
  'buyer-limit-fixed': 'A published event keeps having a limit of tickets a buyer, or none. The number can change.',
  'table-too-large': 'This table is too large for the page. Fetch it with a tool: GET /api/events/…/bookings.csv.',
  'identity-required': 'Please sign in first.',
  'token-invalid': 'Your sign-in has ended. Please sign in again.',
  'too-many-requests': 'That was a lot at once. Please try again in a moment.',
  'identity-unavailable': 'Seatlog cannot check who you are at the moment. Please try again in a little while.',
  'sign-in-insecure': 'Signing in needs a secure connection. Open this page by an address that begins with https.',
  'sign-in-needs-storage': 'Signing in needs the browser’s storage, and that is blocked for this page.',
  'sign-in-unreachable': 'The sign-in service cannot be reached. Please try again in a moment.',
  'sign-in-refused': 'The sign-in service did not let you in. Please try again.',
  'sign-in-cancelled': 'You did not finish signing in. What you chose is still here.',
  'sign-in-mismatch': 'This sign-in was refused, because it was not begun on this page, or is an old one. Please begin anew.',
  'sign-out-incomplete': 'You are signed out here, but the sign-in service cannot be reached: it may still know you. '
    + 'On a computer that others use, close the browser.',
};

const roleInWords = (roles) =>
  `Your account may not do this: it does not have the role ${roles.join(' or ')}. Whoever manages the accounts can give it.`;

/** A problem of the API as the sentences to show: the headline first, then a line for each field. */
export function problemInWords(problem) {
  const headline = (problem.roles && roleInWords(problem.roles)) || PROBLEMS[problem.code] || problem.detail || problem.title
    || `The server answered ${problem.status}.`;
  return [headline, ...problem.errors.map((error) => (error.field ? `${error.field}: ${error.message}` : error.message))];
}
