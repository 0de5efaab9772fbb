/**
 * What a stream says and what it keeps to itself, as plain state machines: no Reactor, no Spring, no clock, no I/O, so
 * that every order of snapshot, outcome and reread can be played through. None of these classes is thread-safe: a
 * stream's owner calls its machine under the stream's lock.
 */
@NullMarked
package io.seatlog.ticketing.updates.rules;

import org.jspecify.annotations.NullMarked;
