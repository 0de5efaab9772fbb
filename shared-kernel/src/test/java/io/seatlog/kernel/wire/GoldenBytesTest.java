package io.seatlog.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of every wire version, which are on logs and in databases: these files never change. They were written field by
 * field, not by the codec.
 */
class GoldenBytesTest {
    @ParameterizedTest
    @MethodSource("commands")
    void pinsCommands(String name) {
        var command = Samples.command(name);

        assertThat(CommandCodec.decode(golden(name))).isEqualTo(command);
        assertThat(hex(CommandCodec.encode(command))).isEqualTo(hex(golden(name)));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void pinsOutcomes(String name) {
        var outcome = Samples.outcome(name);

        assertThat(OutcomeCodec.decode(golden(name))).isEqualTo(outcome);
        assertThat(hex(OutcomeCodec.encode(outcome))).isEqualTo(hex(golden(name)));
    }

    @Test
    void hasASampleOfEveryTypeAndOfEveryFile() throws IOException {
        assertThat(types(Samples.COMMANDS.values())).isEqualTo(leaves(Command.class));
        assertThat(types(Samples.OUTCOMES.values())).isEqualTo(leaves(Outcome.class));
        try (var files = Files.walk(folder())) {
            var names = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".hex", "")).toList();
            assertThat(names).containsExactlyInAnyOrderElementsOf(Stream.concat(commands(), outcomes()).toList());
        }
    }

    static Stream<String> commands() {
        return Samples.COMMANDS.keySet().stream().sorted();
    }

    static Stream<String> outcomes() {
        return Samples.OUTCOMES.keySet().stream().sorted();
    }

    private static Set<Class<?>> types(Iterable<?> messages) {
        var types = Stream.<Class<?>>builder();
        messages.forEach(message -> types.add(message.getClass()));
        return types.build().collect(Collectors.toSet());
    }

    private static Set<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(each -> leaves(each).stream())
                        .collect(Collectors.toSet())
                : Set.of(type);
    }

    static byte[] golden(String name) {
        try {
            var hex = Files.readAllLines(file(name)).stream()
                    .map(line -> line.replaceAll("#.*|\\s", "")).collect(Collectors.joining());
            return HexFormat.of().parseHex(hex);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path file(String name) {
        return Stream.of("v1", "v2", "v3").map(version -> folder().resolve(version).resolve(name + ".hex"))
                .filter(Files::exists).findFirst().orElseThrow(() -> new AssertionError("no bytes of " + name));
    }

    private static Path folder() {
        try {
            return Path.of(GoldenBytesTest.class.getResource("/golden").toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
