package io.seatlog.embedded.provider;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done to a call instead of serving it plainly. To a client, a connection that breaks without an answer looks like
 * one that sat idle for too long: some clients, the JDK's among them, then repeat a GET once by themselves. A rule that
 * leaves {@code ask} without an answer should have {@code times} to spare.
 */
enum Effect {
    /** Waits, then serves. */
    DELAY,
    /** 500; nothing was done. */
    ERROR,
    /** Done, but never answered. */
    LOST,
    /** Neither done nor answered. */
    IGNORED,
    /** Never answered, and done some time after the caller saw its connection break. */
    LATE,
    /** Waits to be released, then serves. */
    HOLD_BEFORE,
    /** Done, and told by webhook; the answer waits to be released. */
    HOLD_AFTER,
    /** Its webhook is sent twice, with the same event id. */
    DUPLICATE,
    /** Its webhook comes before its answer. */
    WEBHOOK_FIRST,
    /** Its webhook comes some time after its answer. */
    WEBHOOK_LATE,
    /** No webhook. */
    WEBHOOK_NONE;

    static Optional<Effect> named(String wireName) {
        return Stream.of(values())
                .filter(effect -> effect.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(wireName))
                .findFirst();
    }
}
