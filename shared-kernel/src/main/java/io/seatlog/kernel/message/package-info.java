/** What travels on the log: commands (imperative) and outcomes (past tense). Values only; safe on any thread. */
@NullMarked
package io.seatlog.kernel.message;

import org.jspecify.annotations.NullMarked;
