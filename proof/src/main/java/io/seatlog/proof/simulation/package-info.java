/**
 * The production pipeline, expiry, sweep, payment turns and stream rules on stores in memory, in a time of their own, under
 * every disturbance that the real ones may meet. All chance comes from one {@link io.seatlog.proof.simulation.Choices}: the same
 * choices make the same history. One thread runs a simulation; many may run beside each other.
 */
@NullMarked
package io.seatlog.proof.simulation;

import org.jspecify.annotations.NullMarked;
