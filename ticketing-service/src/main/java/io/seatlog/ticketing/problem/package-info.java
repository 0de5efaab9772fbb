/** The one place that turns failures into RFC 9457 problems. Runs on event loops. */
@NullMarked
package io.seatlog.ticketing.problem;

import org.jspecify.annotations.NullMarked;
