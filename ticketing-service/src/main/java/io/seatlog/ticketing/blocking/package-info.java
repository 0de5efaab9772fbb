/** Where blocking calls may run: one bounded executor a store, and loops with a thread of their own. */
@NullMarked
package io.seatlog.ticketing.blocking;

import org.jspecify.annotations.NullMarked;
