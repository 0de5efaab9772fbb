/**
 * Buyers as real clients are: they book, follow their stream, pay, give back or forget, repeat what got no answer with the
 * same id, connect again with what they have, and write down what they were told, for the history checker.
 */
@NullMarked
package io.seatlog.localstack.crowd;

import org.jspecify.annotations.NullMarked;
