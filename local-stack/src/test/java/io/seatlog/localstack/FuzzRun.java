package io.seatlog.localstack;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Schemathesis as somebody with one role, on a folder of its own that holds its settings, dictionaries and what it said. */
final class FuzzRun {
    static final String TOOL = "schemathesis";
    static final String NOBODY = "nobody";
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(10);
    private static final Duration MORE_FOR_AN_EXAMPLE = Duration.ofSeconds(15);
    private static final String SETTINGS = "schemathesis.toml";
    private static final String HOOKS = "hooks.py";
    private final String role;
    private final Path folder;
    private final Size size;

    private FuzzRun(String role, Path folder, Size size) {
        this.role = role;
        this.folder = folder;
        this.size = size;
    }

    /** @param examples for each operation, beside those that every run sends */
    record Size(long seed, int examples) {}

    /** @param token of the role, empty for nobody */
    static FuzzRun in(Path folder, String role, String token, Size size) throws IOException {
        Files.writeString(folder.resolve(HOOKS), resource(HOOKS));
        var settings = resource(SETTINGS).replace("FOUR_TIMES_EXAMPLES", Integer.toString(4 * size.examples()))
                .replace("EXAMPLES", Integer.toString(size.examples()));
        Files.writeString(folder.resolve(SETTINGS),
                token.isEmpty() ? settings : settings + "\n[auth.openapi.token]\nbearer = \"" + token + "\"\n");
        return new FuzzRun(role, folder, size);
    }

    private static String resource(String name) throws IOException {
        try (var source = Objects.requireNonNull(FuzzRun.class.getResourceAsStream("/fuzz/" + name))) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** @return what is wrong, empty for nothing */
    String run(URI api) throws IOException, InterruptedException {
        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder(TOOL, "--config-file", SETTINGS, "run", api.resolve("/openapi").toString(),
                "--no-color", "--seed", Long.toString(size.seed()))
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            var limit = ENDS_WITHIN.plus(MORE_FOR_AN_EXAMPLE.multipliedBy(size.examples()));
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                return role + ": no end after " + limit;
            }
        } finally {
            process.destroyForcibly();
        }
        System.out.println("fuzz: " + role + ", " + Files.readAllLines(output).getLast().replaceAll("=", "").strip());
        return process.exitValue() == 0 ? "" : role + ":\n" + Files.readString(output);
    }

    /** Operations that were answered with a success, as {@code GET /api/events}. */
    Set<String> succeeded() throws IOException {
        return Files.readAllLines(folder.resolve("answers.txt")).stream().filter(line -> line.charAt(0) == '2')
                .map(line -> line.substring(line.indexOf(' ') + 1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
