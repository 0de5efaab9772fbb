/** Where seats are: plans, seat numbers and seat states. Values only; safe on any thread. */
@NullMarked
package io.seatlog.kernel.seating;

import org.jspecify.annotations.NullMarked;
