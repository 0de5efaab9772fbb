package io.seatlog.localstack;

import io.seatlog.embedded.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The services as they are run, in one folder: unpacked, because a jar of jars costs a third more CPU at every start,
 * with the JVM's cache of {@link Preparation} beside them, and apart from the build, which must not replace what a
 * running system runs from. Each is named after the build and the JDK it belongs to. Only whoever holds the lock of the
 * data folder changes anything here.
 */
final class Applications {

    static final List<String> MODULES = List.of("reservation-service", "ticketing-service", "sign-in");

    private final Path folder;

    Applications(Path folder) {
        this.folder = folder;
    }

    /** Says that something is not built before anything is started. */
    static void requireBuilt() {
        MODULES.forEach(Installation::serviceJar);
    }

    /** Takes over what was built since the last time, from the prepared ones where these are of the same build. */
    void install(Applications prepared) {
        Parallel.run(MODULES.stream().<Callable<Path>>map(module -> () -> install(module, prepared)).toList());
    }

    /** Whether every service has its cache, of this very build and JDK. */
    boolean areComplete() {
        return MODULES.stream().allMatch(module -> new Application(current(module).resolve(Application.JAR)).cached());
    }

    /** What was installed last; the built jar where nothing was yet. */
    Application application(String module) {
        return new Application(installed(module).stream().findFirst().map(found -> found.resolve(Application.JAR))
                .orElseGet(() -> Installation.serviceJar(module)));
    }

    private Path install(String module, Applications prepared) throws IOException, InterruptedException {
        Path target = current(module);
        Path source = prepared.current(module);
        if (Files.isDirectory(target)
                && (new Application(target.resolve(Application.JAR)).cached() || !Files.isDirectory(source))) {
            return target;
        }
        Path fresh = folder.resolve("installing-" + module);
        Folders.delete(fresh);
        Files.createDirectories(folder);
        if (Files.isDirectory(source)) {
            link(source, fresh);
        } else {
            Path jar = Installation.serviceJar(module);
            extract(jar, fresh);
            Files.move(fresh.resolve(jar.getFileName()), fresh.resolve(Application.JAR));
        }
        for (Path old : installed(module)) {
            Folders.delete(old);
        }
        return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where the present build of a module belongs. Its jar's modification time is always the same; its inode's is not. */
    private Path current(String module) {
        Path jar = Installation.serviceJar(module);
        try {
            String build = Files.size(jar) + "-" + Files.getAttribute(jar, "unix:ctime").toString().replaceAll("[^0-9]",
                    "");
            return folder.resolve(module + "-" + build + "-jdk-" + Runtime.version().toString().replace('+', '_'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** The same files under a second name, which cost nothing; copies where the file system has no such links. */
    private static void link(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(source.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path second = target.resolve(source.relativize(file));
                try {
                    Files.createLink(second, file);
                } catch (IOException | UnsupportedOperationException otherFileSystem) {
                    Files.copy(file, second, StandardCopyOption.COPY_ATTRIBUTES); // The cache knows the jars' times.
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private List<Path> installed(String module) {
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
