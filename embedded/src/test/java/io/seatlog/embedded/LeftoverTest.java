package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverTest {

    /** An ended child counts as alive until the JVM has collected it. */
    private static final Duration COLLECTED = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void shouldEndTheRecordedProcess() throws Exception {
        Process child = new ProcessBuilder("sleep", "300").start();
        Path pidFile = folder.resolve("pid");
        Leftover.record(pidFile, child.toHandle());

        Leftover.end(pidFile, Signal.TERM);

        assertThat(child.onExit()).succeedsWithin(COLLECTED);
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void shouldSpareAnotherProcessThatGotThePid() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Path pidFile = folder.resolve("pid");
            long earlier = stranger.info().startInstant().orElseThrow().minusSeconds(60).toEpochMilli();
            Files.writeString(pidFile, stranger.pid() + " " + earlier + "\n");

            Leftover.end(pidFile, Signal.TERM);

            assertThat(stranger.isAlive()).isTrue();
            assertThat(pidFile).doesNotExist();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
