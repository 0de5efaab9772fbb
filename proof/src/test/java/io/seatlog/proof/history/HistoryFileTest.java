package io.seatlog.proof.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path folder;

    private final List<HistoryRecord> history = RandomStory.of(3, 700);
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("history");
        try (var writer = new HistoryWriter(file, Coverage.everything())) {
            for (int i = 1; i < history.size(); i++) {
                writer.write(history.get(i));
            }
        }
    }

    private List<HistoryRecord> read() throws IOException {
        var records = new ArrayList<HistoryRecord>();
        try (var reader = new HistoryReader(file)) {
            for (var record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
            assertThat(reader.next()).isNull();
        }
        return records;
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        assertThat(Files.size(file)).isGreaterThan(2L * HistoryFile.BLOCK_BYTES);
        var read = read();
        assertThat(read).hasSameSizeAs(history);
        for (int i = 0; i < read.size(); i++) {
            assertThat(HistoryFile.encode(read.get(i))).isEqualTo(HistoryFile.encode(history.get(i)));
            if (!(read.get(i) instanceof HistoryRecord.MapImage)) {
                assertThat(read.get(i)).isEqualTo(history.get(i));
            }
        }
    }

    @Test
    void shouldNeverWriteOverAFile() {
        assertThatThrownBy(() -> new HistoryWriter(file, Coverage.everything()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void shouldNameTheByteWhereAFileIsCutOff() throws IOException {
        var whole = Files.readAllBytes(file);
        var random = new Random(1);
        for (int i = 0; i < 20; i++) {
            int length = i == 0 ? whole.length - 1 : i == 1 ? 0 : random.nextInt(whole.length);
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::read).as("cut at " + length).isInstanceOf(HistoryException.class)
                    .hasMessageContaining("cut off at byte " + length);
        }
    }

    @Test
    void shouldSeeThatTheEndMarkIsMissing() throws IOException {
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 16));
        assertThatThrownBy(this::read).isInstanceOf(HistoryException.class)
                .hasMessageContaining("cut off at byte " + (whole.length - 16));
    }

    @Test
    void shouldNameTheByteWhereADamagedPartBegins() throws IOException {
        var whole = Files.readAllBytes(file);
        var random = new Random(2);
        for (int i = 0; i < 80; i++) {
            var damaged = whole.clone();
            int at = i < 40 ? i : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThatThrownBy(this::read).as("bit in byte " + at).isInstanceOf(HistoryException.class)
                    .hasMessageContaining("at byte ").hasMessageContaining(file.toString());
        }
    }

    @Test
    void shouldRefuseAnotherVersionAndOtherFiles() throws IOException {
        var whole = Files.readAllBytes(file);
        whole[HistoryFile.MAGIC.length()] = 3;
        Files.write(file, whole);
        assertThatThrownBy(this::read).isInstanceOf(HistoryException.class)
                .hasMessageContaining("version 3 of the format, this release reads 1 to 2");
        Files.writeString(file, "something else altogether");
        assertThatThrownBy(this::read).isInstanceOf(HistoryException.class).hasMessageContaining("no history");
    }

    @Test
    void shouldSeeWhatFollowsTheEnd() throws IOException {
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(this::read).isInstanceOf(HistoryException.class).hasMessageContaining("more after the end");
    }

    @Test
    void shouldLeaveNothingBehindWhenAFileIsDamaged() throws IOException {
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        var work = folder.resolve("work");
        assertThatThrownBy(() -> HistoryChecker.check(List.of(file), work, _ -> {}))
                .isInstanceOf(HistoryException.class);
        assertThat(work).doesNotExist();
    }
}
