package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskTest {

    @TempDir
    Path temporary;

    @BeforeAll
    static void requireMounts() {
        assumeTrue(SmallDisk.isPossible(),
                "this account may not mount a tmpfs: neither root nor sudo -n may do it here");
    }

    @Test
    void shouldFailWritesWhileItIsFull() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 4)) {
            Path file = disk.folder().resolve("file");
            Files.writeString(file, "before");

            disk.fill();
            assertThatThrownBy(() -> Files.writeString(disk.folder().resolve("another"), "x"))
                    .isInstanceOf(IOException.class).hasMessageContaining("No space left");
            assertThat(file).hasContent("before");

            disk.freeUp();
            Files.write(file, new byte[3 * 1024 * 1024]);
            disk.fill();
            disk.freeUp();
            disk.freeUp();
            assertThat(file).hasSize(3 * 1024 * 1024);
        }
    }

    @Test
    void shouldBeAsSmallAsItSays() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 2)) {
            assertThat(Files.getFileStore(disk.folder()).getTotalSpace()).isEqualTo(2 * 1024 * 1024);
        }
    }

    @Test
    void shouldLeaveAnEmptyFolderBehind() throws IOException {
        Path folder = temporary.resolve("disk");
        SmallDisk disk = SmallDisk.mount(folder, 1);
        Files.writeString(folder.resolve("file"), "gone");

        disk.close();
        disk.close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldGoOutOfSightWhileAFileIsOpen() throws IOException {
        Path folder = temporary.resolve("disk");
        SmallDisk disk = SmallDisk.mount(folder, 1);
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (InputStream open = Files.newInputStream(file)) {
            disk.close();

            assertThat(folder).isEmptyDirectory();
            assertThat(open.read()).isEqualTo('x');
        }
    }

    @Test
    void shouldRefuseAFolderWithSomethingInIt() throws IOException {
        Files.writeString(temporary.resolve("file"), "kept");

        assertThatThrownBy(() -> SmallDisk.mount(temporary, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> SmallDisk.mount(temporary.resolve("disk"), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(temporary.resolve("file")).hasContent("kept");
    }

    @Test
    void shouldCarryAPostgresThatKeepsWhatItCommittedBeforeTheDiskWasFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 192);
                var server = new PostgresServer(disk.folder().resolve("postgres"))) {
            server.start();
            SeatlogDatabase database = server.database("seatlog");
            execute(database, "create table kept as select 7 as x");

            disk.fill();
            assertThatThrownBy(() -> execute(database,
                    "create table lost as select n, repeat('x', 1000) from generate_series(1, 100000) n"))
                    .isInstanceOf(SQLException.class);

            disk.freeUp();
            server.kill(); // It may have ended by itself, for want of room for its log.
            server.start();
            assertThat(value(database, "select x from kept")).isEqualTo("7");
            execute(database, "insert into kept values (8)");
        }
    }

    private static void execute(SeatlogDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(SeatlogDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
