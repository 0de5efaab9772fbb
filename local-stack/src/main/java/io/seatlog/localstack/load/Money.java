package io.seatlog.localstack.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether the money that the simulated provider has in its own books is the money for the seats that the database says
 * are sold, payment by payment. It looks at the whole system; only what is quiet can be in balance.
 */
public final class Money {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final String SOLD = """
            select payment_id, price_minor * quantity from reservation.booking
             where status = 2 and payment_id is not null and price_minor > 0""";
    private static final String UNDER_WAY = """
            select count(*) from ticketing.payment where state in (1, 2, 4, 5, 7, 10, 12)""";
    private final Target target;
    private final URI provider;

    public Money(Target target, URI provider) {
        this.target = target;
        this.provider = provider;
    }

    /** @return whether within this time no payment was under way any more */
    public boolean awaitRest(Duration atMost) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try (var connection = target.connect(); var statement = connection.createStatement()) {
                if (underWay(statement) == 0) {
                    return true;
                }
            }
            Thread.sleep(500);
        }
        return false;
    }

    /** @return what does not balance, after waiting at most so long */
    public List<String> findings(Duration atMost) throws SQLException, IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        var findings = findings();
        while (!findings.isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(1_000);
            findings = findings();
        }
        return findings;
    }

    private List<String> findings() throws SQLException, IOException, InterruptedException {
        var findings = new ArrayList<String>();
        var sold = sold(findings);
        if (!findings.isEmpty()) {
            return findings; // The books are long, and say nothing yet.
        }
        var captured = new HashMap<UUID, Long>();
        var after = "";
        do {
            var page = get("/books/payments" + after);
            for (var payment : page.path("items")) {
                var id = UUID.fromString(payment.path("id").asString());
                switch (payment.path("status").asString()) {
                    case "CAPTURED" -> captured.put(id, payment.path("amountMinor").asLong());
                    case "AUTHORIZED" -> findings.add("authorisation left open: " + payment);
                    default -> {
                    }
                }
            }
            after = page.has("next") ? "?after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());
        sold.forEach((id, amount) -> {
            if (!amount.equals(captured.remove(id))) {
                findings.add("seats without money: payment " + id + " of " + amount);
            }
        });
        captured.forEach((id, amount) -> findings.add("money without seats: payment " + id + " of " + amount));
        return findings;
    }

    private Map<UUID, Long> sold(List<String> findings) throws SQLException {
        var sold = new HashMap<UUID, Long>();
        try (var connection = target.connect(); var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery(SOLD)) {
                while (rows.next()) {
                    sold.put(rows.getObject(1, UUID.class), rows.getLong(2));
                }
            }
            long underWay = underWay(statement);
            if (underWay > 0) {
                findings.add(underWay + " payments under way");
            }
        }
        return sold;
    }

    private static long underWay(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery(UNDER_WAY)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return JSON.readTree(http.send(HttpRequest.newBuilder(provider.resolve(path)).timeout(ANSWER_WITHIN)
                    .build(), HttpResponse.BodyHandlers.ofString()).body());
        }
    }
}
