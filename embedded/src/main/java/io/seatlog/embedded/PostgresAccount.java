package io.seatlog.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The account that PostgreSQL runs under. It refuses to run as root, as which containers and CI machines often run; there
 * a user namespace hides root from it, or, where those are blocked, it runs as {@code nobody}, whose files must then be
 * reachable for that account.
 */
enum PostgresAccount {

    OURS(List.of(), -1),
    HIDDEN_ROOT(List.of("unshare", "-U"), -1),
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), 65_534);

    private final List<String> prefix;
    private final int owner;

    PostgresAccount(List<String> prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    static PostgresAccount detect() {
        if (new UnixSystem().getUid() != 0) {
            return OURS;
        }
        return succeeds("unshare", "-U", "true") ? HIDDEN_ROOT : NOBODY;
    }

    /** Arguments to put before a command. */
    List<String> prefix() {
        return prefix;
    }

    /** Where its binaries can be read: root's home is closed to others. */
    Path cache() {
        return this == NOBODY ? Path.of("/var/tmp/seatlog") : Bundle.userCache();
    }

    /** Gives a file or folder to that account. */
    void own(Path path) throws IOException {
        if (owner >= 0) {
            Files.setAttribute(path, "unix:uid", owner);
            Files.setAttribute(path, "unix:gid", owner);
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
