/**
 * What Seatlog asks of whoever moves the money, and the two that it can ask. Calls block and are made on the payment
 * executor only; nothing here knows bookings, rows or the log.
 */
@NullMarked
package io.seatlog.ticketing.payment.provider;

import org.jspecify.annotations.NullMarked;
