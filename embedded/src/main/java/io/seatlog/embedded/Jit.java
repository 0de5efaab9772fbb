package io.seatlog.embedded;

import java.util.List;

/** How much a JVM of ours compiles. Measured in docs/adr/0011-start-time.md. */
public enum Jit {

    /** The client compiler only: quick from the first second on, at about half of the highest speed. */
    QUICK("-XX:TieredStopAtLevel=1"),
    /** Everything: the highest speed, after minutes in which the compiler itself takes most of two cores. */
    FULL("-XX:TieredStopAtLevel=4");

    private final String option;

    Jit(String option) {
        this.option = option;
    }

    public List<String> options() {
        return List.of(option);
    }
}
