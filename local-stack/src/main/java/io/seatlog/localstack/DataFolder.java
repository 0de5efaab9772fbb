package io.seatlog.localstack;

import io.seatlog.embedded.Folders;
import io.seatlog.embedded.Leftover;
import io.seatlog.embedded.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One system's folder: data of the stores, logs, pid files, secrets and settings. Whoever starts or stops processes holds
 * its lock, which the operating system releases even after kill -9. Not thread-safe.
 */
final class DataFolder implements AutoCloseable {

    static final int DEFAULT_PARTITIONS = 64;

    /** All we ever write here, and so all that {@code --fresh} may delete. */
    private static final List<String> CONTENTS = List.of("kafka", "postgres", "redis", "provider", "sign-in", "apps",
            "logs",
            "run",
            "secrets.json",
            "endpoints.json", "settings.json");

    private final Path root;
    private @Nullable FileChannel lock;

    DataFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path redis() {
        return root.resolve("redis");
    }

    Path provider() {
        return root.resolve("provider");
    }

    Path signIn() {
        return root.resolve("sign-in");
    }

    Path log(String process) {
        return root.resolve("logs").resolve(process + ".log");
    }

    Path pidFile(String process) {
        return root.resolve("run").resolve(process + ".pid");
    }

    Applications applications() {
        return new Applications(root.resolve("apps"));
    }

    Path endpointsFile() {
        return root.resolve("endpoints.json");
    }

    /** Takes the lock or refuses; refuses a folder that holds something else, too. */
    void open() {
        try {
            refuseForeign();
            Files.createDirectories(root,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            if (!tryLock()) {
                throw new Refusal("Seatlog is already running on " + root
                        + " (see ./seatlog status); choose another folder with --data, or stop it first");
            }
            Files.createDirectories(root.resolve("logs"));
            Files.createDirectories(root.resolve("run"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + root, e);
        }
    }

    /** Whether somebody holds the lock. */
    boolean isInUse() {
        if (!Files.isDirectory(root)) {
            return false;
        }
        try {
            boolean free = tryLock();
            close();
            return !free;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what a hard kill of an earlier launcher left running, services before the stores they need. */
    void endLeftovers() {
        try (Stream<Path> files = Files.list(root.resolve("run"))) {
            files.filter(file -> file.toString().endsWith(".pid")).toList().parallelStream()
                    .forEach(file -> Leftover.end(file, Signal.TERM));
            Files.deleteIfExists(endpointsFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Leftover.end(kafka().resolve("kafka.pid"), Signal.TERM);
        Leftover.end(redis().resolve("redis.pid"), Signal.TERM);
        Leftover.end(postgres().resolve("postgres.pid"), Signal.INT);
    }

    /** One log a process and run, and the one before: they cannot grow for ever over many starts. */
    void turnLogs() {
        try (Stream<Path> files = Files.list(root.resolve("logs"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".before"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes everything of ours; only under the lock and after {@link #endLeftovers}. */
    void erase() {
        try {
            for (String name : CONTENTS) {
                Folders.delete(root.resolve(name));
            }
            Files.createDirectories(root.resolve("logs"));
            Files.createDirectories(root.resolve("run"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the old data in " + root, e);
        }
    }

    /** The settings of this folder; made from the wanted number of partitions at the first start, fixed from then on. */
    Settings settings(@Nullable Integer partitions) {
        Optional<Settings> kept = settings();
        if (kept.isPresent()) {
            if (partitions != null && partitions != kept.get().partitions()) {
                throw new Refusal("The data in " + root + " was made with " + kept.get().partitions()
                        + " partitions; that cannot change (--fresh starts over and deletes it)");
            }
            return kept.get();
        }
        Settings settings = new Settings(partitions == null ? DEFAULT_PARTITIONS : partitions, null);
        save(settings);
        return settings;
    }

    Optional<Settings> settings() {
        return Json.read(root.resolve("settings.json"), Settings.class);
    }

    void save(Settings settings) {
        Json.write(root.resolve("settings.json"), settings);
    }

    /** The secrets of this folder, made when there are none. */
    Credentials credentials() {
        Path file = root.resolve("secrets.json");
        Optional<Credentials> kept = Json.read(file, Credentials.class);
        if (kept.filter(Credentials::isComplete).isPresent()) {
            return kept.get();
        }
        Credentials credentials = kept.map(Credentials::completed).orElseGet(Credentials::random);
        Json.write(file, credentials);
        return credentials;
    }

    Optional<Endpoints> endpoints() {
        return Json.read(endpointsFile(), Endpoints.class);
    }

    @Override
    public void close() {
        try {
            FileChannel held = lock;
            lock = null;
            if (held != null) {
                held.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private boolean tryLock() throws IOException {
        FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            return false;
        }
        lock = channel;
        return true;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisJvm) {
            return false;
        }
    }

    private void refuseForeign() throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        if (!Files.isDirectory(root)) {
            throw new Refusal(root + " is not a folder");
        }
        try (Stream<Path> files = Files.list(root)) {
            List<String> strangers = files.map(file -> file.getFileName().toString())
                    .filter(name -> !CONTENTS.contains(name) && !name.equals("lock") && !name.endsWith(".json.new"))
                    .sorted().toList();
            if (!strangers.isEmpty()) {
                throw new Refusal(root + " is not a Seatlog data folder: it contains " + strangers.getFirst());
            }
        }
    }
}
