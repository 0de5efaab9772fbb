/** Who asks. One class, so that real identity can replace it. Runs on event loops. */
@NullMarked
package io.seatlog.ticketing.identity;

import org.jspecify.annotations.NullMarked;
