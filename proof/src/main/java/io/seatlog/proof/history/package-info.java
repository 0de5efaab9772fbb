/**
 * The history checker: reads what a run recorded and says which promises it broke, the same for a simulated run, a run
 * under faults, a run under load and a system of a user. Depends on the kernel only, never on the code that it judges.
 *
 * <p>A history is a set of {@link io.seatlog.proof.history.HistoryRecord}s in any order. They are sorted in several ways,
 * in memory or on disk, and each sorted stream is followed once by small checks that keep the state of one subject. One
 * thread runs a check; nothing here is shared between threads.
 */
@NullMarked
package io.seatlog.proof.history;

import org.jspecify.annotations.NullMarked;
