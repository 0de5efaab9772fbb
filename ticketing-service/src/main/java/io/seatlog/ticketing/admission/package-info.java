/** What a request must pass before anything else looks at it: size and number. Runs on event loops. */
@NullMarked
package io.seatlog.ticketing.admission;

import org.jspecify.annotations.NullMarked;
