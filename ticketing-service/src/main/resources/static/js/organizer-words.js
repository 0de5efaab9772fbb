/** The words of the organizer's part of the page. */

/** How a sale stands, for who runs it. */
export function saleInWords(event, dateTime) {
  switch (event.status) {
    case 'DRAFT': return 'Nobody else sees it yet. Publish it, and it sells by its times.';
    case 'SCHEDULED': return `Goes on sale ${dateTime(event.onSaleAt)}. Paused before that, it stays shut until you resume it.`;
    case 'ON_SALE': return `On sale until ${dateTime(event.offSaleAt)}.`;
    case 'PAUSED': return 'Nobody can book at the moment. What is held can be paid.';
    case 'CLOSED': return 'The sale is over. What is held can be paid until its hold ends.';
    case 'CANCELLED': return 'The event is cancelled. Bookings end, and what was paid is sent back, which may take a while.';
    default: return '';
  }
}

/** What can be done in each status, the usual thing first. */
const MOVES_IN = {
  DRAFT: ['publish', 'cancel'],
  SCHEDULED: ['pause', 'resume', 'close', 'cancel'],
  ON_SALE: ['pause', 'close', 'cancel'],
  PAUSED: ['resume', 'close', 'cancel'],
  CLOSED: ['cancel'],
};

export const movesIn = (status) => MOVES_IN[status] ?? [];

/** `sure` is asked before what cannot be taken back. */
export const MOVES = {
  publish: { label: 'Publish', look: 'main', done: 'The event is published.' },
  pause: { label: 'Pause the sale', done: 'The sale is paused.' },
  resume: { label: 'Resume the sale', done: 'The sale goes on.' },
  close: {
    label: 'End the sale…', look: 'quiet danger', done: 'The sale has ended.',
    sure: {
      heading: 'End the sale for good?',
      lines: ['Nobody can book any more. What is held can be paid until its hold ends.', 'This cannot be taken back. To stop for a while, pause the sale.'],
      yes: 'End the sale', no: 'Keep selling',
    },
  },
  cancel: {
    label: 'Cancel the event…', look: 'quiet danger', done: 'The event is cancelled.',
    sure: {
      heading: 'Cancel the event?',
      lines: ['Everything held or sold is cancelled, and all that was paid is sent back.', 'This cannot be taken back.'],
      yes: 'Cancel the event', no: 'Keep the event',
    },
  },
};

export const LINKS = { live: 'Live', reconnecting: 'Reconnecting…', polling: 'Updated every few seconds' };

/** What the API says is wrong with a field: a part of a sentence, made a whole one. */
export function wrongInWords(message) {
  const sentence = message.replace(/^times seatsPerRow /, 'rows times seats a row ').replace(/\bonSaleAt\b/, 'the start of the sale');
  return `${sentence[0].toUpperCase()}${sentence.slice(1)}${/[.!?]$/.test(sentence) ? '' : '.'}`;
}
