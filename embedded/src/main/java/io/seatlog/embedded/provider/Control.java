package io.seatlog.embedded.provider;

import java.util.function.UnaryOperator;

/** All that is done to misbehave on demand. Thread-safe; gone with a restart. */
final class Control {
    private final Rules rules = new Rules();
    private final HeldCalls held = new HeldCalls(HeldCalls.LIMIT, HeldCalls.PATIENCE);
    private volatile Settings settings = Settings.USUAL;

    Rules rules() {
        return rules;
    }

    HeldCalls held() {
        return held;
    }

    Settings settings() {
        return settings;
    }

    synchronized void change(UnaryOperator<Settings> change) {
        settings = change.apply(settings);
    }
}
