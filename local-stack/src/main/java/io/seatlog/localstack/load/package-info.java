/**
 * Bookings in numbers, and the audit after them: what was accepted must be decided exactly once, no seat may have two
 * owners, and the seat map must equal the database. Used by {@code ./seatlog load} and by the end-to-end tests.
 */
@NullMarked
package io.seatlog.localstack.load;

import org.jspecify.annotations.NullMarked;
