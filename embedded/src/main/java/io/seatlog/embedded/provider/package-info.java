/**
 * A payment provider that only pretends: it speaks HTTP as a real one does, keeps books that can be audited, and fails on
 * demand in all the ways that real ones do (late, lost, repeated, out of order). Owns its port, its journal file and its
 * webhooks. Calls are served by virtual threads, webhooks are sent by a few daemon threads; the books are the only shared
 * state and have one lock.
 */
@NullMarked
package io.seatlog.embedded.provider;

import org.jspecify.annotations.NullMarked;
