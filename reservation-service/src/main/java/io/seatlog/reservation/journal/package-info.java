/**
 * The truth: positions, bookings and claims, in one transaction a batch. A journal belongs to the thread of one
 * pipeline; nothing here decides anything.
 */
@NullMarked
package io.seatlog.reservation.journal;

import org.jspecify.annotations.NullMarked;
