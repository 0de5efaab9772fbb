/**
 * Hold deadlines re-enter the log as commands. Owns nothing but a window of deadlines; the log decides whether a hold has
 * ended. {@link io.seatlog.reservation.expiry.Expiry} runs on one thread of its own, the window is shared with the threads
 * that own partitions.
 */
@NullMarked
package io.seatlog.reservation.expiry;

import org.jspecify.annotations.NullMarked;
