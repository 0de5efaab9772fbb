/** Accepting bookings onto the log and answering for them: receipts, acceptance memory, reads and cancellation. Runs on event loops, except what {@link io.seatlog.ticketing.blocking} runs. */
@NullMarked
package io.seatlog.ticketing.booking;

import org.jspecify.annotations.NullMarked;
