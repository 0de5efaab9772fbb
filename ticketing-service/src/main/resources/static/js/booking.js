/**
 * One booking from the click to its end, without the document. Its phases:
 * sending → queued → decided (held, rejected, …) with refused, lost and failed beside them. While it is held it is paid.
 */

import { Problem, call, persistently, under } from './api.js';
import { forget, remember } from './notebook.js';
import { Paying } from './payment.js';
import { followBooking } from './stream.js';
import { uuid7 } from './uuid7.js';

/** What the buyer asked for, given its id once and for all: every repeat sends exactly this. */
export function newRequest({ eventId, section, subsection, quantity, seats }) {
  const choice = seats ? { selection: 'MANUAL', seats } : { selection: 'BEST_AVAILABLE' };
  return { id: uuid7(), eventId, section, subsection, quantity, ...choice };
}

export class Booking {
  /**
   * @param request of newRequest, or of the notebook
   * @param onPhase called with {phase, …} for every change: sending {problem?}, queued {ahead?},
   *   decided {booking, paying}, again for every change of its payment, refused {problem}, lost, failed {problem}
   */
  constructor(request, eventName, onPhase) {
    this.request = request;
    this.eventName = eventName;
    this.onPhase = onPhase;
  }

  /** Sends the request, again and again while that may help, and then follows it. May be called again after `failed`. */
  async send() {
    const { id } = this.request;
    remember({ id, request: this.request, eventName: this.eventName, sentAt: Date.now(), status: 'SENDING' });
    this.#tell({ phase: 'sending' });
    try {
      const accepted = await persistently(
        () => call('/api/bookings', { method: 'POST', body: this.request }),
        (problem) => this.#tell({ phase: 'sending', problem }),
      );
      remember({ id, links: accepted.links, status: 'PENDING' });
      this.follow(accepted.links, { ahead: accepted.ahead });
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      // A clear no means that nothing was accepted; a silence does not: that request stays repeatable. So does one that
      // came after the end of the sign-in: it is offered again when its buyer is back.
      if (!failure.uncertain && failure.status !== 401) forget(id);
      this.#tell({ phase: 'failed', problem: failure });
    }
  }

  /** @param known the booking, when it is decided already; `begun` then says whether a payment was sent for it */
  follow(links, { ahead, known, begun } = {}) {
    if (this.stopped) return;
    this.links = links;
    this.booking = known;
    this.paying = new Paying({ id: this.request.id, self: links.self, begun, changed: () => this.#paymentChanged() });
    if (known) this.#tellDecided();
    else this.#tell({ phase: 'queued', ahead });
    this.following = followBooking(links, this.paying, {
      queued: (now) => this.#tell({ phase: 'queued', ahead: now }),
      booking: (booking) => {
        this.booking = booking;
        remember({ id: booking.id, status: booking.status, seats: booking.seats });
        this.#tellDecided();
      },
      refused: (problem) => {
        forget(this.request.id);
        this.#tell({ phase: 'refused', problem });
      },
      lost: () => {
        forget(this.request.id);
        this.#tell({ phase: 'lost' });
      },
    }, known);
  }

  /** Asks for a cancellation; whether it came in time is told by the next phase. */
  async cancel() {
    await cancelBooking(this.links.self);
    this.following?.asked();
  }

  /** Gives one seat back; that it happened is told by the next phase. */
  async giveBack(seat) {
    await giveBackSeat(this.links.self, seat);
    this.following?.asked();
  }

  /** Tells the present phase of a decided booking again. */
  again() {
    if (this.booking) this.#tellDecided();
  }

  /** Never repeats this request. Had it arrived all the same, the server's list of bookings tells. */
  giveUp() {
    forget(this.request.id);
  }

  /** Stops following. The booking itself goes on. */
  stop() {
    this.stopped = true;
    this.following?.stop();
  }

  #paymentChanged() {
    this.following?.asked();
    this.again();
  }

  #tellDecided() {
    noteDecided(this.booking, this.paying);
    this.#tell({ phase: 'decided', booking: this.booking, paying: this.paying });
  }

  #tell(phase) {
    if (!this.stopped) this.onPhase(phase);
  }
}

/** Safe to repeat: a second cancellation changes nothing. */
export const cancelBooking = (self) => persistently(() => call(self, { method: 'DELETE' }));

/** Safe to repeat, too: a seat that is no longer in the booking has been given back by the request before. */
export async function giveBackSeat(self, seat) {
  try {
    await persistently(() => call(under(self, `seats/${seat}`), { method: 'DELETE' }));
  } catch (problem) {
    if (problem.code !== 'seat-not-in-booking') throw problem;
  }
}

/** Writes down whether there is a payment to come back to after a reload. */
export function noteDecided({ id, status }, paying) {
  if (paying.begun) remember({ id, paying: status === 'HELD' || paying.isUnsettled });
}
