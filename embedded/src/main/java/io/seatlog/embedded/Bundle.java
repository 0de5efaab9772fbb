package io.seatlog.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Native binaries that travel in jars, unpacked once per version into the user's cache folder. Several JVMs may unpack
 * at the same time: each into a folder of its own, and the first rename wins.
 */
final class Bundle {

    private Bundle() {}

    /** The folder with PostgreSQL's {@code bin}, {@code lib} and {@code share}. */
    static Path postgres(Path cache) {
        String resource = "/postgres-" + (mac() ? "darwin" : "linux") + "-" + (arm() ? "arm_64" : "x86_64") + ".txz";
        return unpacked(cache, resource, (in, target) -> untar(new XZInputStream(new BufferedInputStream(in)), target));
    }

    /** The Redis executable. */
    static Path redis(Path cache) {
        String resource = "/redis-server-7.0.15-" + (mac() ? "darwin" : "linux") + "-" + (arm() ? "arm64" : "amd64");
        return unpacked(cache, resource, (in, target) -> {
            Path program = target.resolve("redis-server");
            Files.copy(in, program);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }).resolve("redis-server");
    }

    /** Where binaries are kept: {@code $XDG_CACHE_HOME/seatlog}, by default {@code ~/.cache/seatlog}. */
    static Path userCache() {
        String cacheHome = System.getenv("XDG_CACHE_HOME");
        Path base = cacheHome != null && !cacheHome.isBlank()
                ? Path.of(cacheHome)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("seatlog");
    }

    private interface Unpacking {
        void into(InputStream in, Path target) throws IOException;
    }

    private static Path unpacked(Path cache, String resource, Unpacking unpacking) {
        try (InputStream in = Bundle.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No binaries for this platform on the class path: " + resource
                        + " (Linux and macOS, x86-64 and arm64, are supported)");
            }
            // The size tells versions apart without a second copy of the version number here.
            Path target = cache.resolve(resource.substring(1) + "-" + size(resource));
            if (Files.isDirectory(target)) {
                return target;
            }
            Files.createDirectories(cache);
            Path fresh = Files.createTempDirectory(cache, "unpacking-");
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpacking.into(in, fresh);
            moveOrDiscard(fresh, target);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + resource, e);
        }
    }

    private static long size(String resource) throws IOException {
        var url = Bundle.class.getResource(resource);
        return url == null ? 0 : url.openConnection().getContentLengthLong();
    }

    private static void moveOrDiscard(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            Folders.delete(fresh);
        }
    }

    private static void untar(InputStream in, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("Entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    unpack(tar, entry, file);
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static boolean mac() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    }

    private static boolean arm() {
        return System.getProperty("os.arch").equals("aarch64");
    }
}
