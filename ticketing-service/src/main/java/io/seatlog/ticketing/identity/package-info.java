/**
 * Who asks, and whether they may: tokens, stream passes, roles, and the one table of {@link io.seatlog.ticketing.identity.Access}.
 * Runs on event loops; tokens that were not seen before are verified by threads of their own.
 */
@NullMarked
package io.seatlog.ticketing.identity;

import org.jspecify.annotations.NullMarked;
