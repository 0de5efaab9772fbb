package io.seatlog.reservation.seatmap;

import org.slf4j.Logger;

/** Turns a row of failures into two lines in the log: one when it begins, one with their number when it ends. One thread. */
final class Outage {
    private final Logger log;
    private final String what;
    private long failures;

    Outage(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    void failed(RuntimeException cause) {
        failures++;
        if (failures == 1) {
            log.warn("{} failed, and is tried again until it succeeds: {}", what, reason(cause));
            log.debug("{} failed", what, cause);
        }
    }

    void succeeded() {
        if (failures > 0) {
            log.info("{} works again after {} failures", what, failures);
            failures = 0;
        }
    }

    long failures() {
        return failures;
    }

    private static String reason(RuntimeException failure) {
        var cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + ": " + cause.getMessage();
    }
}
