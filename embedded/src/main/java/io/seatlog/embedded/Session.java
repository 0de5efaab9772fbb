package io.seatlog.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts children in a session of their own. Ctrl-C reaches every process of the terminal's foreground group; without
 * this the database would go down together with the services that still need it.
 */
final class Session {

    private Session() {}

    /** Arguments to put before a command; the pid stays that of the child. */
    static List<String> prefix() {
        if (onPath("setsid")) {
            return List.of("setsid");
        }
        if (onPath("perl")) {
            return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV");
        }
        return List.of(); // Ctrl-C then ends all at once: untidy, not unsafe.
    }

    static boolean onPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
