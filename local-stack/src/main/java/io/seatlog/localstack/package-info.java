/**
 * The whole system on one machine in one command, and the {@code ./seatlog} command line. Owns the data folder, the
 * child processes and their order. One thread, main, starts and stops everything; helpers of a parallel start end before
 * it goes on.
 */
@NullMarked
package io.seatlog.localstack;

import org.jspecify.annotations.NullMarked;
