package io.seatlog.localstack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the data lives, the same for every subcommand. */
final class DataOption {

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: $SEATLOG_DATA, else .seatlog beside the sources).")
    private @Nullable Path data;

    Path folder() {
        Path given = data;
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        String fromEnvironment = System.getenv("SEATLOG_DATA");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return Path.of(fromEnvironment).toAbsolutePath().normalize();
        }
        return Installation.home().resolve(".seatlog");
    }
}
