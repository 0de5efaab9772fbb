/** The public API: accepts bookings onto the log, answers for them, and tells the page. Reactive; nothing here blocks an event loop. */
@NullMarked
package io.seatlog.ticketing;

import org.jspecify.annotations.NullMarked;
