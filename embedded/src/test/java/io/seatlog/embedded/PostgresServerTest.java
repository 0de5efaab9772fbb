package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.embedded.SeatlogDatabase.Login;
import io.seatlog.embedded.SeatlogDatabase.Passwords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    /** An ended child counts as alive until the JVM has collected it. */
    private static final Duration COLLECTED = Duration.ofSeconds(10);

    @TempDir
    Path home;

    @Test
    void shouldKeepWhatWasCommittedAcrossKillAndStop() throws Exception {
        try (var server = new PostgresServer(home)) {
            server.start();
            SeatlogDatabase database = server.database("seatlog");
            execute(database, database.reservation(), "create table reservation.t (x int)",
                    "insert into reservation.t values (1)");

            server.kill();
            server.start();
            execute(database, database.reservation(), "insert into reservation.t values (2)");
            server.stop();
            server.start();

            assertThat(value(database, "select sum(x) from reservation.t")).isEqualTo("3");
        }
    }

    @Test
    void shouldSyncEveryCommit() throws Exception {
        try (var server = new PostgresServer(home)) {
            server.start();
            SeatlogDatabase database = server.database("seatlog");

            assertThat(value(database, "show fsync")).isEqualTo("on");
            assertThat(value(database, "show synchronous_commit")).isEqualTo("on");
            assertThat(value(database, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void shouldGiveEachServiceItsOwnSchemaOnly() throws Exception {
        try (var server = new PostgresServer(home)) {
            server.start();
            SeatlogDatabase database = server.database("seatlog");

            execute(database, database.ticketing(), "create table ticketing.mine (x int)");
            assertThatThrownBy(() -> execute(database, database.ticketing(), "create table reservation.theirs (x int)"))
                    .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> execute(database, database.reservation(), "select * from ticketing.mine"))
                    .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> execute(database, database.reservation(), "create table public.nobodys (x int)"))
                    .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
        }
    }

    @Test
    void shouldChangeServicePasswordsAndRefuseAnotherSuperuserPassword() throws Exception {
        Path log = home.resolve("log");
        int port = Ports.free();
        try (var server = new PostgresServer(home, log, port, new Passwords("s'1", "t1", "r1"))) {
            server.start();
            server.database("seatlog");
        }
        try (var server = new PostgresServer(home, log, port, new Passwords("s'1", "t'2", "r1"))) {
            server.start();
            SeatlogDatabase database = server.database("seatlog");
            execute(database, new Login(SeatlogDatabase.TICKETING_ROLE, "t'2"), "select 1");
            assertThatThrownBy(
                    () -> execute(database, new Login(SeatlogDatabase.TICKETING_ROLE, "t1"), "select 1"))
                    .hasMessageContaining("password authentication failed");
        }
        try (var server = new PostgresServer(home, log, port, new Passwords("other", "t", "r"))) {
            assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("superuser's password");
            assertThat(server.isRunning()).isFalse();
        }
    }

    @Test
    void shouldEndWhatAnEarlierLauncherLeftEvenWithoutOurPidFile() throws Exception {
        var abandoned = new PostgresServer(home);
        abandoned.start();
        SeatlogDatabase database = abandoned.database("seatlog");
        execute(database, database.ticketing(), "create table ticketing.kept as select 7 as x");
        ProcessHandle first = ProcessHandle.of(abandoned.pid()).orElseThrow();

        try (var second = new PostgresServer(home)) {
            second.start();
            assertThat(first.onExit()).succeedsWithin(COLLECTED);
            ProcessHandle old = ProcessHandle.of(second.pid()).orElseThrow();
            Files.delete(home.resolve("postgres.pid"));

            try (var third = new PostgresServer(home)) {
                third.start();
                assertThat(old.onExit()).succeedsWithin(COLLECTED);
                assertThat(value(third.database("seatlog"), "select x from ticketing.kept")).isEqualTo("7");
            }
        }
    }

    @Test
    void shouldIgnoreALockWhosePidIsSomebodyElse() throws Exception {
        try (var server = new PostgresServer(home)) {
            server.start();
            server.kill();
            Path lock = home.resolve("data/postmaster.pid");
            String stale = Files.readString(lock);
            Files.writeString(lock, ProcessHandle.current().pid() + stale.substring(stale.indexOf('\n')));

            server.start();

            assertThat(server.isRunning()).isTrue();
        }
    }

    private static void execute(SeatlogDatabase database, Login login, String... statements) throws SQLException {
        try (Connection connection = database.connect(login); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
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
