/**
 * The three real servers (Kafka, PostgreSQL, a Redis-protocol store) as child processes, without Docker: for tests and
 * for the local system. Owns their processes, ports, data folders and what a hard kill left of them. Everything here
 * blocks and runs on the caller's thread; none of these servers lives in the caller's JVM. {@link io.seatlog.embedded.provider} is
 * another matter: a simulated payment provider, which does. Owns also the faults that are put around them, which live in
 * the caller's JVM: a {@link io.seatlog.embedded.FaultyLink}, on virtual threads.
 */
@NullMarked
package io.seatlog.embedded;

import org.jspecify.annotations.NullMarked;
