package io.seatlog.localstack;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One service, ready to run.
 *
 * @param jar for {@code java -jar}
 */
record Application(Path jar) {

    static final String JAR = "application.jar";

    boolean cached() {
        return Files.isRegularFile(cache());
    }

    /** The JVM's cache of loaded and linked classes. A JVM that it does not fit starts without it. */
    Path cache() {
        return jar.resolveSibling("application.aot");
    }
}
