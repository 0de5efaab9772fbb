/**
 * Money for seats. A payment is a row that says what is due next; {@link io.seatlog.ticketing.payment.PaymentRules} decides
 * from the row, the booking and the provider's answer, {@link io.seatlog.ticketing.payment.PaymentWorker} does it, and
 * whoever comes after a crash goes on from the row. The log decides who gets the seats, the provider who has the money.
 */
@NullMarked
package io.seatlog.ticketing.payment;

import org.jspecify.annotations.NullMarked;
