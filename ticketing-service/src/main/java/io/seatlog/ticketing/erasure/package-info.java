/**
 * Says what stands in the way of erasing a buyer, and takes their opaque id out of this service's tables: a process of its
 * own beside those that serve, with a database and nothing else (ADR 19). Runs on that process's main thread.
 */
@org.jspecify.annotations.NullMarked
package io.seatlog.ticketing.erasure;
