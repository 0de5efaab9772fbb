package io.seatlog.localstack;

import io.seatlog.embedded.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The services' runnable jars, unpacked into the data folder: a jar of jars costs a third more CPU at every start, and a
 * build beside a running system must not replace what it runs from. Only whoever holds the folder's lock unpacks.
 */
final class Applications {

    private static final List<String> MODULES = List.of("reservation-service", "ticketing-service");

    private final Path folder;

    Applications(Path folder) {
        this.folder = folder;
    }

    /** Says that something is not built before anything is started. */
    static void requireBuilt() {
        MODULES.forEach(Installation::serviceJar);
    }

    /** Unpacks what was built since the last time. */
    void unpack() {
        Parallel.run(MODULES.stream().<Callable<Path>>map(module -> () -> unpack(module)).toList());
    }

    /** What to give to {@code java -jar}: the unpacked application, or the built jar where nothing was unpacked yet. */
    Path jar(String module) {
        return unpacked(module).stream().findFirst().map(found -> found.resolve("application.jar"))
                .orElseGet(() -> Installation.serviceJar(module));
    }

    private Path unpack(String module) throws IOException, InterruptedException {
        Path jar = Installation.serviceJar(module);
        // The jar's modification time is the same in every build; the time of its inode is not.
        Path target = folder.resolve(module + "-" + Files.size(jar) + "-" + Files.getAttribute(jar, "unix:ctime")
                .toString().replaceAll("[^0-9]", ""));
        if (Files.isDirectory(target)) {
            return target;
        }
        Path fresh = folder.resolve("unpacking-" + module);
        Folders.delete(fresh);
        Files.createDirectories(folder);
        extract(jar, fresh);
        Files.move(fresh.resolve(jar.getFileName()), fresh.resolve("application.jar"));
        for (Path old : unpacked(module)) {
            Folders.delete(old);
        }
        return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void extract(Path jar, Path target) throws IOException, InterruptedException {
        Process extraction = new ProcessBuilder(Installation.java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", target.toString())
                .redirectErrorStream(true).start();
        try (var output = extraction.inputReader()) {
            String text = String.join("\n", output.lines().toList());
            if (extraction.waitFor() != 0) {
                throw new Refusal("Cannot unpack " + jar + ":\n" + text);
            }
        } finally {
            extraction.destroyForcibly();
        }
    }

    private List<Path> unpacked(String module) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(path -> path.getFileName().toString().startsWith(module + "-")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
