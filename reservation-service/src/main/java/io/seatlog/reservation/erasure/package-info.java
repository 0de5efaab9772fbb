/**
 * Takes a buyer's opaque id out of this service's tables, in a process of its own, while others decide (ADR 19). Runs on
 * that process's main thread.
 */
@org.jspecify.annotations.NullMarked
package io.seatlog.reservation.erasure;
