/** Identities that both services share. Values only; safe on any thread. */
@NullMarked
package io.seatlog.kernel.id;

import org.jspecify.annotations.NullMarked;
