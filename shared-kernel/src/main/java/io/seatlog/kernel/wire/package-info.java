/** The bytes: message codec, topics and their settings, partitioning, the layout of a seat map. Safe on any thread. */
@NullMarked
package io.seatlog.kernel.wire;

import org.jspecify.annotations.NullMarked;
