package io.seatlog.proof.simulation;

import io.seatlog.kernel.message.Command;
import io.seatlog.reservation.partition.Pipeline;
import io.seatlog.ticketing.updates.rules.BookingStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A name for the code that is simulated, made of its classes: histories count for the code that they were made with. */
final class CodeUnderTest {
    private static final int SHOWN = 16;
    private static final List<String> FOLDERS = List.of("io/seatlog/kernel", "io/seatlog/reservation",
            "io/seatlog/ticketing/log", "io/seatlog/ticketing/payment", "io/seatlog/ticketing/updates/rules",
            "io/seatlog/proof/simulation", "io/seatlog/proof/history");
    /** Beside the simulator, and no part of a history. */
    private static final List<String> LEFT_OUT = List.of("Exploration", "EveryChoice", "StateHash", "StateSet");

    private CodeUnderTest() {}

    static String name() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var of : List.of(Command.class, Pipeline.class, BookingStream.class, CodeUnderTest.class)) {
                add(digest, of.getProtectionDomain().getCodeSource().getLocation().toURI());
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
        } catch (NoSuchAlgorithmException | URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(MessageDigest digest, URI source) throws IOException {
        var path = Path.of(source);
        if (Files.isDirectory(path)) {
            addFolders(digest, path);
        } else {
            try (var jar = FileSystems.newFileSystem(path, Map.of())) {
                addFolders(digest, jar.getPath("/"));
            }
        }
    }

    private static void addFolders(MessageDigest digest, Path root) throws IOException {
        for (var folder : FOLDERS) {
            var path = root.resolve(folder);
            if (!Files.isDirectory(path)) {
                continue;
            }
            try (var files = Files.walk(path)) {
                for (var file : files.filter(CodeUnderTest::counts).sorted().toList()) {
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
    }

    private static boolean counts(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".class") && LEFT_OUT.stream().noneMatch(name::startsWith);
    }
}
