package io.seatlog.ticketing.payment;

import io.seatlog.ticketing.payment.provider.PaymentProvider;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * All that a payment's turn knows of the world. Whoever takes several turns at once gives what is safe for that.
 *
 * @param random for jitter only
 */
public record PaymentPorts(PaymentRows rows, BookingFacts bookings, PaymentLog log, PaymentProvider provider,
        InstantSource clock, RandomGenerator random) {}
