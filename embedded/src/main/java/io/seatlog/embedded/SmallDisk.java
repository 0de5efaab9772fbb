package io.seatlog.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A file system of a fixed small size, for the fault of a full disk: a tmpfs, so that the machine's own disks are never
 * touched, and what is in it takes memory. Only its owner gets in: the account that PostgreSQL runs under when we are root
 * (root gets in everywhere), else we. Lifecycle: {@link #mount} → {@link #close}, which loses what was in it; a JVM that is
 * killed leaves it mounted. Not thread-safe, but servers may use the disk meanwhile.
 */
public final class SmallDisk implements AutoCloseable {

    private static final String NAME = "seatlog-small-disk";
    private static final int MAX_MEGABYTES = 4_096;
    private static final int PATIENCE_SECONDS = 20;
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int ATTEMPTS = 20;

    private final Path folder;
    private boolean mounted = true;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether this account may mount here; tries it. */
    public static boolean isPossible() {
        try {
            Path trial = Files.createTempDirectory(NAME);
            try {
                mount(trial, 1).close();
                return true;
            } catch (IllegalStateException notAllowed) {
                return false;
            } finally {
                Files.delete(trial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot try a small disk", e);
        }
    }

    /**
     * Mounts an empty disk on this folder, which is made where it is missing and must be empty. Throws
     * {@link IllegalStateException} with what {@code mount} said when it failed.
     */
    public static SmallDisk mount(Path folder, int megabytes) {
        if (megabytes < 1 || megabytes > MAX_MEGABYTES) {
            throw new IllegalArgumentException("A disk of " + megabytes + " MB, not 1 to " + MAX_MEGABYTES);
        }
        try {
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            requireEmpty(real);
            UnixSystem us = new UnixSystem();
            run("mount", "-t", "tmpfs", "-o",
                    "size=" + megabytes + "m,mode=0700,uid=" + us.getUid() + ",gid=" + us.getGid(), NAME,
                    real.toString());
            SmallDisk disk = new SmallDisk(real);
            disk.giveToPostgres();
            return disk;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + folder + " for a small disk", e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Writes ballast until nothing else fits. A file's last, half-empty page of 4 KiB can still take bytes. */
    public void fill() {
        try {
            // What a server frees meanwhile is filled as well, but not for ever.
            for (int attempt = 1;; attempt++) {
                IOException failure = writeUntilItFails();
                if (Files.getFileStore(folder).getUsableSpace() == 0) {
                    return;
                }
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot fill " + folder, e);
        }
    }

    /** Deletes the ballast; without any nothing happens. */
    public void freeUp() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot free up " + folder, e);
        }
    }

    /** Unmounts it; while a process still has files open there, it goes out of sight now and away with that process. */
    @Override
    public void close() {
        if (!mounted) {
            return;
        }
        try {
            run("umount", folder.toString());
        } catch (IllegalStateException busy) {
            run("umount", "-l", folder.toString());
        }
        mounted = false;
    }

    /** A server's home may be this folder or below it, so its account must get through. */
    private void giveToPostgres() throws IOException {
        try {
            PostgresAccount.detect().own(folder);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private IOException writeUntilItFails() {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(ballast(), StandardOpenOption.CREATE,
                StandardOpenOption.APPEND)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return full;
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private static void requireEmpty(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new IllegalArgumentException(folder + " is not empty");
            }
        }
    }

    private static void run(String... command) {
        List<String> all = new ArrayList<>(new UnixSystem().getUid() == 0 ? List.of() : List.of("sudo", "-n"));
        all.addAll(List.of(command));
        String line = String.join(" ", all);
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(line + " does not return");
            }
            if (process.exitValue() != 0) {
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                throw new IllegalStateException(line + " failed: " + said.strip());
            }
        } catch (IOException e) {
            throw new IllegalStateException(line + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in " + line, e);
        }
    }
}
