/**
 * Rows and a provider in memory, for simulators and tests: as strict as the real ones, and checked by the same contracts.
 * Nothing in production uses them. They do no I/O, read no clock and draw no random numbers; the thread is the caller's.
 */
@NullMarked
package io.seatlog.ticketing.payment.memory;

import org.jspecify.annotations.NullMarked;
