package io.seatlog.proof.certificate;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a running sale is read from.
 *
 * @param kafka bootstrap servers
 * @param user may read both schemas
 * @param map null when the maps are not to be looked at
 * @param provider the simulated provider, null when there is none or its books are not to be looked at
 */
public record Sources(String kafka, String jdbcUrl, String user, String password, @Nullable URI map,
        @Nullable URI provider) {
    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "seatlog-verify-sale");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    @Override
    public String toString() {
        return "Sources[" + kafka + ", " + jdbcUrl + "]";
    }
}
