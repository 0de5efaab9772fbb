/**
 * Money for seats. A payment is a row that says what is due next; {@link io.seatlog.ticketing.payment.PaymentRules} decides
 * from the row, the booking and the provider's answer, {@link io.seatlog.ticketing.payment.PaymentTurn} does it call by call,
 * {@link io.seatlog.ticketing.payment.PaymentWorker} gives each turn a thread, and whoever comes after a crash goes on from
 * the row. The log decides who gets the seats, the provider who has the money. What a turn needs of the world are ports
 * ({@link io.seatlog.ticketing.payment.PaymentPorts}); Spring and Reactor are outside of them.
 */
@NullMarked
package io.seatlog.ticketing.payment;

import org.jspecify.annotations.NullMarked;
