package io.seatlog.proof.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which seeds were simulated with which code: a file of lines, one a run, so that runs add up and go on where the last
 * one ended. Other code begins at the first seed again.
 */
final class Tally {
    private static final Pattern LINE = Pattern
            .compile("code=([0-9a-f]+) from=(\\d+) until=(\\d+) seconds=(\\d+) at=(\\S+)");
    private final Path file;
    private final String code;

    Tally(Path file, String code) {
        this.file = file;
        this.code = code;
    }

    /** @param until the seed after the last one simulated; 1 at first */
    record Sum(long seeds, long until, long seconds) {}

    Sum sum() throws IOException {
        long seeds = 0;
        long until = 1;
        long seconds = 0;
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                var matcher = LINE.matcher(line);
                if (matcher.matches() && matcher.group(1).equals(code)) {
                    seeds += Long.parseLong(matcher.group(3)) - Long.parseLong(matcher.group(2));
                    until = Math.max(until, Long.parseLong(matcher.group(3)));
                    seconds += Long.parseLong(matcher.group(4));
                }
            }
        }
        return new Sum(seeds, until, seconds);
    }

    void add(long from, long until, long seconds) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, String.format(Locale.ROOT, "code=%s from=%d until=%d seconds=%d at=%s%n", code, from,
                until, seconds, Instant.now()), StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
