package io.seatlog.embedded.provider;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a merchant can call. */
enum Operation {
    AUTHORIZE,
    ASK,
    CAPTURE,
    VOID,
    REFUND;

    static Optional<Operation> named(String wireName) {
        return Stream.of(values()).filter(operation -> operation.wireName().equals(wireName)).findFirst();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
