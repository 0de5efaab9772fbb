package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code up} refuses before it starts anything. */
class RefusalsTest {

    @TempDir
    Path data;

    @Test
    void shouldRefuseASecondUpOnOneFolder() {
        try (DataFolder running = new DataFolder(data)) {
            running.open();

            CommandRun second = CommandRun.of("up", "--data", data.toString());

            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err()).contains("already running").contains(data.toString());
        }
    }

    @Test
    void shouldRefuseAChangedNumberOfPartitions() {
        new DataFolder(data).save(new Settings(16, null));

        CommandRun changed = CommandRun.of("up", "--data", data.toString(), "--partitions", "32");

        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.err()).contains("16 partitions");
        assertThat(new DataFolder(data).settings()).contains(new Settings(16, null));
    }

    @Test
    void shouldRefuseATakenPortAndTouchNoStore() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            CommandRun up = CommandRun.of("up", "--data", data.toString(), "--port", port);

            assertThat(up.status()).isEqualTo(1);
            assertThat(up.err()).contains("Port " + port + " is taken");
            assertThat(data.resolve("postgres")).doesNotExist();
        }
    }

    @Test
    void shouldRefuseAFolderThatHoldsSomethingElseAndDeleteNothing() throws Exception {
        Files.writeString(data.resolve("thesis.txt"), "years of work");

        CommandRun up = CommandRun.of("up", "--data", data.toString(), "--fresh");

        assertThat(up.status()).isEqualTo(1);
        assertThat(up.err()).contains("not a Seatlog data folder").contains("thesis.txt");
        assertThat(data.resolve("thesis.txt")).hasContent("years of work");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ticketing=0", "--reservation=17", "--partitions=0", "--port=0", "--port=99999",
            "--ticketing=two", "--unknown"})
    void shouldRefuseWhatIsOutOfBounds(String option) {
        CommandRun up = CommandRun.of("up", "--data", data.toString(), option);

        assertThat(up.status()).isEqualTo(2);
        assertThat(up.err()).contains("Usage: seatlog up");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void shouldSayThatNothingRuns() {
        CommandRun status = CommandRun.of("status", "--data", data.resolve("none").toString());

        assertThat(status.status()).isEqualTo(1);
        assertThat(status.out()).contains("Nothing runs");
    }

    @Test
    void shouldRefuseToAdoptALogWithoutData() {
        CommandRun adopt = CommandRun.of("log", "adopt", "--data", data.toString());

        assertThat(adopt.status()).isEqualTo(1);
        assertThat(adopt.err()).contains("no Seatlog data");
    }
}
