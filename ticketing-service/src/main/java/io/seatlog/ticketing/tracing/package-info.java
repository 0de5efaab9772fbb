/** One trace for each request, and how what is done for it joins in. */
@NullMarked
package io.seatlog.ticketing.tracing;

import org.jspecify.annotations.NullMarked;
