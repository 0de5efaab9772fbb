package io.seatlog.localstack.load;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The running system, by the addresses of its parts. */
public record Target(List<URI> apis, String jdbcUrl, String user, String password, String kafka, URI map,
        Tokens tokens) {

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    @Override
    public String toString() {
        return "Target" + apis;
    }
}
