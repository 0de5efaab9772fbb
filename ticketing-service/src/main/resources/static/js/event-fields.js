/** The fields that an event has at its creation and ever after. */

import { el } from './dom.js';
import { numberIn, text, whole } from './fields.js';
import { isoTime, localTime } from './format.js';

/** As the API has them; it says so where they are passed, because it alone decides. */
const MOST_NAME = 200;
const MOST_DESCRIPTION = 4000;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * @param event as it is, or what a new one begins with
 * @param typed what `values()` was when the page was left
 * @returns {texts, offer, values()}: `texts` can always change, `offer` until the sale is over; a value that is not given is undefined
 */
export function eventFields(fields, event, typed = event) {
  const name = text('name', { maxlength: MOST_NAME, value: typed.name });
  const venue = text('venue', { maxlength: MOST_NAME, value: typed.venue });
  const description = el('textarea', { id: 'description', rows: '3', maxlength: MOST_DESCRIPTION }, typed.description ?? '');
  const [startsAt, onSaleAt, offSaleAt] = ['startsAt', 'onSaleAt', 'offSaleAt'].map((id) =>
    el('input', { id, type: 'datetime-local', value: localTime(typed[id]) }));
  const perBooking = whole('maxTicketsPerBooking', 1, 10, typed.maxTicketsPerBooking);
  const perBuyer = whole('maxTicketsPerBuyer', 1, 1000, typed.maxTicketsPerBuyer);
  const hold = whole('holdSeconds', 5, 86_400, typed.holdSeconds);
  const time = (control, iso) => (control.value === localTime(iso) ? iso : isoTime(control.value)); // its milliseconds stay
  return {
    texts: [
      fields.add('name', 'Name', name), fields.add('venue', 'Venue', venue),
      fields.add('description', 'Description', description),
      fields.add('startsAt', 'Begins', startsAt, `Times are those of ${zone}.`),
    ],
    offer: [
      fields.add('onSaleAt', 'On sale from', onSaleAt), fields.add('offSaleAt', 'On sale until', offSaleAt),
      fields.add('maxTicketsPerBooking', 'Tickets a booking', perBooking, '1 to 10.'),
      fields.add('maxTicketsPerBuyer', 'Tickets a buyer', perBuyer, '1 to 1,000. Empty for any number.'),
      fields.add('holdSeconds', 'Seconds to pay', hold, '5 to 86,400: so long seats are held.'),
    ],
    values: () => ({
      name: name.value, venue: venue.value, description: description.value,
      startsAt: time(startsAt, event.startsAt), onSaleAt: time(onSaleAt, event.onSaleAt), offSaleAt: time(offSaleAt, event.offSaleAt),
      maxTicketsPerBooking: numberIn(perBooking), maxTicketsPerBuyer: numberIn(perBuyer), holdSeconds: numberIn(hold),
    }),
  };
}
