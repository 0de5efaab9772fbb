/** The payment of one booking, without the document: sent once, and known as new as it was heard. */

import { Problem, call, persistently, under } from './api.js';
import { remember } from './notebook.js';

/** In this order a payment moves; what is further on is newer. */
const STEPS = [['NEW'], ['UNKNOWN'], ['ACTION_REQUIRED'], ['CONFIRMING'], ['CAPTURE_DUE'], ['CAPTURE_REFUSED', 'CAPTURED'],
  ['VOID_DUE'], ['REFUND_DUE'], ['VOIDED', 'DECLINED', 'REFUNDED', 'FAILED']];
const SETTLED = new Set(['CAPTURED', 'VOIDED', 'DECLINED', 'REFUNDED', 'FAILED']);
const PAYING = new Set(['NEW', 'UNKNOWN', 'ACTION_REQUIRED', 'CONFIRMING', 'CAPTURE_DUE']);

const step = (payment) => STEPS.findIndex((statuses) => statuses.includes(payment.status));

/** Ids of payments grow with time. */
const isOlder = (one, other) => one.id < other.id || (one.id === other.id && step(one) < step(other));

/** Whether a payment may still get the seats. */
export const isUnderWay = (payment) => payment !== undefined && PAYING.has(payment.status);

let options;

/** @returns {provider, challengeUrl?, publishableKey?}, asked for once; rejects with a Problem */
export function paymentOptions() {
  options ??= persistently(() => call('/api/payment-options', { anonymous: true }));
  options.catch(() => { options = undefined; });
  return options;
}

/** Where the simulated provider's bank asks the buyer, who then comes back to this page; undefined when there is none. */
export function bankAddress({ challengeUrl }, { clientSecret }) {
  if (!challengeUrl || !clientSecret) return undefined;
  const bank = new URL(challengeUrl + encodeURIComponent(clientSecret), location.href);
  bank.searchParams.set('return', location.href);
  return /^https?:$/.test(bank.protocol) ? bank.href : undefined;
}

export class Paying {
  /**
   * @param begun whether a payment was sent, perhaps in an earlier visit
   * @param changed called after every change of payment, sending and problem
   */
  constructor({ id, self, begun = false, changed = () => {} }) {
    Object.assign(this, { id, self, begun, changed, payment: undefined, sending: false, problem: undefined });
  }

  /** Whether the money may still go one way or the other. */
  get isUnsettled() {
    return this.begun && !(this.payment && SETTLED.has(this.payment.status));
  }

  /** Whether a payment may still get the seats. */
  get isUnderWay() {
    return this.sending || isUnderWay(this.payment);
  }

  heard(view) {
    this.begun = true;
    if (this.payment && (isOlder(view, this.payment) || JSON.stringify(view) === JSON.stringify(this.payment))) return;
    this.payment = view;
    this.changed();
  }

  /** Asks how it stands. What cannot be asked now is asked again by whoever follows the booking. */
  async look() {
    try {
      this.heard(await call(under(this.self, 'payment')));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (failure.code === 'payment-unknown' && !this.sending) this.begun = false;
    }
  }

  /**
   * Sends one payment; never repeated by itself, because every one that arrives is a payment of its own.
   *
   * @param paymentMethod undefined for what costs nothing
   */
  async pay(paymentMethod) {
    if (this.sending) return; // the second click of a double click
    const before = this.payment?.id;
    Object.assign(this, { sending: true, problem: undefined, begun: true });
    remember({ id: this.id, paying: true }); // first: a page that dies now asks after its reload
    this.changed();
    try {
      const { payment } = await call(under(this.self, 'payment'), { method: 'POST', body: paymentMethod ? { paymentMethod } : {} });
      this.sending = false;
      this.heard(payment);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      // Silence is no refusal: it may have arrived all the same.
      const maybe = failure.uncertain && failure.code !== 'payment-unavailable';
      if (maybe) await this.look();
      if (this.payment?.id === before) this.problem = failure;
      this.begun = maybe || this.payment !== undefined;
    } finally {
      this.sending = false;
      this.changed();
    }
  }
}
