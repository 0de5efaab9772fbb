package io.seatlog.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs of the module proof, each in a JVM of its own: they bring both services with them, which this command line does not need. */
final class Proof {

    private Proof() {}

    /** In the foreground, with this terminal. @param secrets are passed by environment @return its exit status */
    static int run(String mainClass, List<String> jvmOptions, List<String> arguments, Map<String, String> secrets)
            throws InterruptedException {
        Path target = Installation.home().resolve("proof").resolve("target");
        Path lib = target.resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw new Refusal("proof is not built: there is no " + lib);
        }
        List<String> command = new ArrayList<>(List.of(Installation.java(), "--enable-native-access=ALL-UNNAMED",
                "-Dseatlog.home=" + Installation.home()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", target.resolve("classes") + File.pathSeparator + lib.resolve("*"), mainClass));
        command.addAll(arguments);
        try {
            ProcessBuilder program = new ProcessBuilder(command).inheritIO();
            program.environment().putAll(secrets);
            return program.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
