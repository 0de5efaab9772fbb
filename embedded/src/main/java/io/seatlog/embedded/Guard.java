package io.seatlog.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends our children when this JVM dies without having stopped them, even by kill -9. It is a small shell process that
 * reads the children's pids from a pipe; the end of the pipe is the end of this JVM. One per JVM, started with the first
 * child. Thread-safe.
 */
final class Guard {

    private static final String SCRIPT = """
            trap '' HUP INT TERM
            watched=''
            while read -r verb pid signal; do
                rest=''
                for w in $watched; do
                    [ "${w%:*}" = "$pid" ] || rest="$rest $w"
                done
                watched=$rest
                [ "$verb" = watch ] && watched="$pid:$signal $watched"
            done
            [ -n "$watched" ] || exit 0
            for w in $watched; do
                kill -"${w#*:}" "${w%:*}" 2>/dev/null
            done
            for second in 1 2 3 4 5 6 7 8 9 10; do
                alive=''
                for w in $watched; do
                    kill -0 "${w%:*}" 2>/dev/null && alive="$alive $w"
                done
                [ -n "$alive" ] || exit 0
                sleep 1
            done
            for w in $alive; do
                kill -KILL "${w%:*}" 2>/dev/null
            done
            """;

    private static @Nullable OutputStream pipe;

    private Guard() {}

    static synchronized void watch(long pid, Signal signal) {
        tell("watch " + pid + " " + signal + "\n");
    }

    static synchronized void forget(long pid) {
        if (pipe != null) {
            tell("forget " + pid + " -\n");
        }
    }

    private static void tell(String line) {
        try {
            OutputStream out = pipe;
            if (out == null) {
                List<String> command = new ArrayList<>(Session.prefix());
                command.addAll(List.of("/bin/sh", "-c", SCRIPT, "seatlog-guard"));
                out = new ProcessBuilder(command).directory(Path.of("/").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start().getOutputStream();
                pipe = out;
            }
            out.write(line.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The guard process has gone", e);
        }
    }
}
