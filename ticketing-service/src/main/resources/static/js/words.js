/** What the API says in codes, said in words. An unknown code is shown as it came: a newer server may know more. */

const REASONS = {
  NO_SEATS: 'There are not enough free seats left in this block.',
  NOT_ADJACENT: 'There are no free seats side by side.',
  SEAT_TAKEN: 'Somebody in front of you took one of these seats.',
  NOT_ON_SALE: 'The sale had not started yet when your turn came.',
  SALE_CLOSED: 'The sale had ended when your turn came.',
  SALE_PAUSED: 'The sale is paused.',
  LIMIT_REACHED: 'That is more tickets than this event allows.',
  BUYER_LIMIT_REACHED: 'With these you would have more tickets than this event allows one buyer.',
  INTERNAL: 'Something went wrong on our side. It has been recorded; nothing was booked.',
  BOOKING_ID_REUSED: 'This booking number already belongs to a different request.',
  BOOKING_UNKNOWN: 'There is no such booking.',
  NOT_ALLOWED_IN_STATUS: 'The booking has moved on, so this is no longer possible.',
  CANCELLED_BY_BUYER: 'You cancelled it.',
  SEAT_NOT_IN_BOOKING: 'The booking does not have this seat any more.',
  PAYMENT_FAILED: 'The payment did not go through.',
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

/** A problem of the API as the sentences to show: the headline first, then a line for each field. */
export function problemInWords(problem) {
  if (problem.code === 'network') return ['Seatlog cannot be reached. Check your connection.'];
  if (problem.code === 'unsure') return ['The page was closed before Seatlog answered this request.'];
  if (problem.code === 'timeout') return ['Seatlog took too long to answer.'];
  const headline = problem.detail || problem.title || `The server answered ${problem.status}.`;
  return [headline, ...problem.errors.map((error) => (error.field ? `${error.field}: ${error.message}` : error.message))];
}
