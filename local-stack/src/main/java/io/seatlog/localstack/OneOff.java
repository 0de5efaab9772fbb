package io.seatlog.localstack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A process of a service that does one thing and ends. What it prints is the operator's answer.
 *
 * @param lines takes what it prints
 */
record OneOff(Service service, Consumer<String> lines) {

    /** What the JVM has to say of its cache is no part of the answer. */
    private static final List<String> QUIET = List.of("-Xlog:disable", "-Xlog:all=error:stderr");

    /** What it printed, and its exit status. */
    record Answer(int status, List<String> printed) {

        /** What follows a line's first word. */
        String word(String first) {
            return printed.stream().filter(line -> line.startsWith(first + " "))
                    .map(line -> line.substring(first.length() + 1)).findFirst()
                    .orElseThrow(() -> new Refusal("The service did not say its " + first));
        }
    }

    /** @param environment beside the service's own */
    Answer run(String mode, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = service.command(Jvm.QUICK, "--seatlog.mode=" + mode);
        command.addAll(1, QUIET);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(service.environment());
        builder.environment().put("LOGGING_LEVEL_ROOT", "WARN");
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> printed = new ArrayList<>();
        try (var output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line);
                printed.add(line);
            }
            return new Answer(process.waitFor(), printed);
        } finally {
            process.destroy();
        }
    }
}
