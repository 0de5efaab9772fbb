/**
 * The batch pipeline: opening a partition, the fence, deciding, committing, projecting and publishing. Everything that
 * touches the state of a partition runs on the one thread that drives its {@link io.seatlog.reservation.partition.Pipeline}.
 */
@NullMarked
package io.seatlog.reservation.partition;

import org.jspecify.annotations.NullMarked;
