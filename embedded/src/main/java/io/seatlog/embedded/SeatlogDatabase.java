package io.seatlog.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/**
 * A database as the services expect it: two roles, each owner of its schema.
 *
 * @param url JDBC, without credentials
 */
public record SeatlogDatabase(String url, Login superuser, Login ticketing, Login reservation) {

    public static final String TICKETING_ROLE = "seatlog_ticketing";
    public static final String RESERVATION_ROLE = "seatlog_reservation";
    static final String SUPERUSER = "postgres";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** A database login. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }
    }

    /** The three passwords of one server. */
    public record Passwords(String superuser, String ticketing, String reservation) {

        @Override
        public String toString() {
            return "Passwords[***]";
        }
    }

    /** As superuser. */
    public Connection connect() throws SQLException {
        return connect(superuser);
    }

    public Connection connect(Login login) throws SQLException {
        return DriverManager.getConnection(url, login.user(), login.password());
    }

    /** Makes the database where it is missing, and its roles and schemas; changes nothing that is already right. */
    static SeatlogDatabase provision(String serverUrl, String name, Passwords passwords) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a database name: " + name);
        }
        Login superuser = new Login(SUPERUSER, passwords.superuser());
        SeatlogDatabase database = new SeatlogDatabase(serverUrl + name, superuser,
                new Login(TICKETING_ROLE, passwords.ticketing()), new Login(RESERVATION_ROLE, passwords.reservation()));
        try (Connection maintenance = DriverManager.getConnection(serverUrl + "postgres", superuser.user(),
                superuser.password())) {
            createIfMissing(maintenance, name);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the database " + name, e);
        }
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute(script(statement, passwords));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot provision the database " + name, e);
        }
        return database;
    }

    private static void createIfMissing(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                if (found.next()) {
                    return;
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create database " + statement.enquoteIdentifier(name, true));
        }
    }

    private static String script(Statement statement, Passwords passwords) throws SQLException {
        try (InputStream in = SeatlogDatabase.class.getResourceAsStream("provision.sql")) {
            if (in == null) {
                throw new IllegalStateException("provision.sql is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(":'ticketing_password'", statement.enquoteLiteral(passwords.ticketing()))
                    .replace(":'reservation_password'", statement.enquoteLiteral(passwords.reservation()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
