/**
 * The seat maps in Kvrocks: the projection of every batch, and the sweep that repairs what was lost. Owns the keys
 * {@code seats:{subsection id}}; nobody else writes them. A projection runs on the thread of the partitions, a sweep
 * on a thread of its own; neither ever decides about a seat.
 */
@NullMarked
package io.seatlog.reservation.seatmap;

import org.jspecify.annotations.NullMarked;
