/** Puts the parts together; the only place that knows Spring. Its beans are made and ended on Spring's main thread. */
@NullMarked
package io.seatlog.reservation;

import org.jspecify.annotations.NullMarked;
