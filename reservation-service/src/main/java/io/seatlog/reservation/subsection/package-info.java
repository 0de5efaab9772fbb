/**
 * The pure core: what a command does to one subsection. It reads no clock, draws no random number and does no I/O; the
 * thread that owns the subsection's partition runs it, live and on replay.
 */
@NullMarked
package io.seatlog.reservation.subsection;

import org.jspecify.annotations.NullMarked;
