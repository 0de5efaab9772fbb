/** Contract, fault and sweep tests of the seat maps, and the in-memory store and truth that other tests use too. */
@NullMarked
package io.seatlog.reservation.seatmap;

import org.jspecify.annotations.NullMarked;
