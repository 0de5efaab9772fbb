/** Log and journal in memory, as strict as the real ones, with faults to order. Single-threaded: a test owns the world. */
@NullMarked
package io.seatlog.reservation.memory;

import org.jspecify.annotations.NullMarked;
