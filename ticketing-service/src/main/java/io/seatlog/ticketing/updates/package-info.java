/**
 * Outcomes on their way to people: one thread reads all of {@code booking-outcomes}, hands what somebody here awaits to
 * the open streams, and drops the rest undecoded. The topic makes streams fast; reading them again from the database,
 * every 30 seconds and after any gap, makes them right. Booking and buyer streams are guarded by a lock each, everything
 * about event streams belongs to one thread; blocking reads run on the executor of their store.
 */
@NullMarked
package io.seatlog.ticketing.updates;

import org.jspecify.annotations.NullMarked;
