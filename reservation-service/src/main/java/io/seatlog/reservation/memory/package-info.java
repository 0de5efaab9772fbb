/**
 * Log, journal and map store in memory, as strict as the real ones (they pass the same contract tests), with faults to order.
 * For the simulator and for tests; nothing in production uses them, which the architecture test checks.
 * Single-threaded: whoever makes a world owns it.
 */
@NullMarked
package io.seatlog.reservation.memory;

import org.jspecify.annotations.NullMarked;
