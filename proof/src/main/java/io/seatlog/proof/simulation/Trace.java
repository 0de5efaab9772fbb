package io.seatlog.proof.simulation;

import java.io.PrintStream;
import java.util.function.Supplier;

/** What happens, in words, when somebody wants to read it. */
@FunctionalInterface
interface Trace {
    Trace SILENT = _ -> {};

    void say(Supplier<String> what);

    static Trace to(PrintStream out) {
        return what -> out.println(what.get());
    }
}
