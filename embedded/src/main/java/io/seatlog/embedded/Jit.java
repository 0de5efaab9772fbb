package io.seatlog.embedded;

import java.util.List;

/** How much a JVM of ours compiles. Measured in docs/adr/0011-start-time.md. */
public enum Jit {

    /** The client compiler only: quick from the first second on, at about half of the highest speed. */
    QUICK("-XX:TieredStopAtLevel=1"),
    /** Everything: the highest speed, after minutes in which the compiler itself takes most of two cores. */
    FULL("-XX:TieredStopAtLevel=4"),
    /**
     * Everything, but the second compiler only for what is run very often: nearly as quick as {@link #QUICK}, and for what only
     * that compiler knows how to do fast, such as signatures (1.7 instead of 13 ms of CPU for a token).
     */
    SPARING("-XX:TieredStopAtLevel=4", "-XX:Tier4InvocationThreshold=100000",
            "-XX:Tier4MinInvocationThreshold=12000", "-XX:Tier4CompileThreshold=300000",
            "-XX:Tier4BackEdgeThreshold=800000");

    private final List<String> options;

    Jit(String... options) {
        this.options = List.of(options);
    }

    public List<String> options() {
        return options;
    }
}
