/**
 * The three real servers (Kafka, PostgreSQL, a Redis-protocol store) as child processes, without Docker: for tests and
 * for the local system. Owns their processes, ports, data folders and what a hard kill left of them. Everything here
 * blocks and runs on the caller's thread; none of these servers lives in the caller's JVM. {@link io.seatlog.embedded.provider} is
 * another matter: a simulated payment provider, which does. Owns also the faults that are put around them: a
 * {@link io.seatlog.embedded.FaultyLink}, in the caller's JVM on virtual threads, and a
 * {@link io.seatlog.embedded.SmallDisk}, a mount.
 */
@NullMarked
package io.seatlog.embedded;

import org.jspecify.annotations.NullMarked;
