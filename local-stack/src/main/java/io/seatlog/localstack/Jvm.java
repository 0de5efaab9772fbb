package io.seatlog.localstack;

import io.seatlog.embedded.Jit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** In what way the JVMs of one system run. */
enum Jvm {

    QUICK(Jit.QUICK),
    FULL(Jit.FULL),
    /** As {@link #QUICK}, and writes the caches when the services end. */
    TRAINING(Jit.QUICK);

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
    private static final Duration STOPS_AND_WRITES_WITHIN = Duration.ofMinutes(3);

    private final Jit jit;

    Jvm(Jit jit) {
        this.jit = jit;
    }

    static Jvm of(Jit jit) {
        return jit == Jit.FULL ? FULL : QUICK;
    }

    Jit jit() {
        return jit;
    }

    /** Options of a service's JVM beside its memory. */
    List<String> options(Application application) {
        return options(application, jit.options());
    }

    /** @param compiler what is said to the compilers instead */
    List<String> options(Application application, List<String> compiler) {
        List<String> options = new ArrayList<>(compiler);
        if (this == TRAINING) {
            options.add("-XX:AOTCacheOutput=" + application.cache());
        } else if (application.cached()) {
            options.add("-XX:AOTCache=" + application.cache());
        }
        return options;
    }

    /** How long a service may take to end. */
    Duration stopsWithin() {
        return this == TRAINING ? STOPS_AND_WRITES_WITHIN : STOPS_WITHIN;
    }
}
