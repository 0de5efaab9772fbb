package io.seatlog.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The built repository that this command line belongs to. */
final class Installation {

    private Installation() {}

    /** The root of the repository, which the script passes on. */
    static Path home() {
        return Path.of(System.getProperty("seatlog.home", "")).toAbsolutePath().normalize();
    }

    /** The runnable jar of a service. */
    static Path serviceJar(String module) {
        Path target = home().resolve(module).resolve("target");
        if (!Files.isDirectory(target)) {
            throw new Refusal(module + " is not built: there is no " + target);
        }
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().endsWith("-exec.jar")).toList();
            if (jars.size() != 1) {
                throw new Refusal("Expected one *-exec.jar in " + target + ", found " + jars.size());
            }
            return jars.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
