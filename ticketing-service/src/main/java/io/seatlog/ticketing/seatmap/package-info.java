/**
 * Reading seat maps: from Kvrocks while its map is current, from PostgreSQL while it is not. Owns the connections to the
 * map store and the knowledge of which map is too old; it never writes a map. Blocking calls run on the bounded executor
 * of their store, everything else on event loops.
 */
@NullMarked
package io.seatlog.ticketing.seatmap;

import org.jspecify.annotations.NullMarked;
