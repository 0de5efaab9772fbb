package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.ErasedBuyer;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Buyers;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A buyer who has been and gone, on a system that goes on deciding. */
class ErasureEndToEndTest {
    private static final Duration ON_SALE = Duration.ofSeconds(90);
    private static final Map<String, String> NAMING = new LinkedHashMap<>();
    private final RunningSystem system = RunningSystem.shared();
    private final Shop shop = new Shop(system);
    /** Of each test its own; several tests share the system. */
    private final String ann = "ann-" + Uuid7.next();
    private final String bob = "bob-" + Uuid7.next();

    static {
        NAMING.put("reservation.booking", "buyer = ?");
        NAMING.put("reservation.refusal", "buyer = ?");
        NAMING.put("reservation.buyer_tickets", "buyer = ?");
        NAMING.put("reservation.dead_letter", "position(?::bytea in value) > 0");
        NAMING.put("reservation.partition_progress", "position(?::bytea in outcomes) > 0");
        NAMING.put("ticketing.payment", "buyer = ?");
    }

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    @Test
    void shouldEraseABuyerWhoseBookingsAreOver() throws Exception {
        var offSale = Instant.now().plus(ON_SALE);
        var event = event(offSale);
        var paid = shop.hold(event, ann, "1-1", "1-2");
        shop.pay(paid, ann, "pm_card_visa");
        shop.awaitPayment(paid, ann, "CAPTURED");
        var others = shop.hold(event, bob, "2-1");
        shop.pay(others, bob, "pm_card_visa");
        shop.awaitPayment(others, bob, "CAPTURED");
        var rejected = shop.book(event, ann, "\"selection\":\"MANUAL\",\"seats\":[\"2-1\"]");
        shop.awaitBooking(rejected, ann, "REJECTED");
        refused(event, rejected);
        var held = shop.hold(event, ann, "3-1");
        var id = shop.get("/api/me", ann).path("id").asString();
        var before = naming(id);
        assertThat(before).containsEntry("reservation.booking", 3).containsEntry("reservation.buyer_tickets", 1)
                .containsEntry("reservation.refusal", 1).containsEntry("ticketing.payment", 1);

        var tooEarly = erase("--subject", ann);

        assertThat(tooEarly.status()).as(tooEarly.out() + tooEarly.err()).isEqualTo(3);
        assertThat(tooEarly.out()).contains("booking " + held + " of \"Past\" is HELD", "booking " + paid
                + " of \"Past\" is CONFIRMED");
        assertThat(naming(id)).isEqualTo(before);

        shop.cancel(held, ann);
        shop.awaitBooking(held, ann, "CANCELLED");
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), offSale).toMillis() + 1_000));
        var erased = erase("--subject", ann);

        assertThat(erased.status()).as(erased.out() + erased.err()).isZero();
        assertThat(erased.out()).contains("reservation.booking             3", "reservation.refusal             1",
                "reservation.buyer_tickets       1", "ticketing.payment               1");
        assertThat(naming(id).values()).containsOnly(0);
        nobodyCanSeeWhatWasTheirs(event, paid);
        shop.requireBalance(event);
        assertThat(CommandRun.of("verify-sale", event.toString(), "--out", folder.resolve("certificate").toString(),
                "--data", system.data().toString()).status()).as("certificate").isZero();
        var again = erase("--buyer", id);
        assertThat(again.status()).isZero();
        assertThat(again.out().lines().filter(line -> line.contains("."))).allMatch(line -> line.endsWith(" 0"));
    }

    /** The same id for something else: the log refuses it, wherever the instance that is asked has not seen the first. */
    private void refused(UUID event, UUID reused) throws Exception {
        for (var api : List.of(system.api(0), system.api(1))) {
            shop.buyers().send("POST", api.resolve("/api/bookings"), ann, String.format(Locale.ROOT,
                    "{\"id\":\"%s\",\"eventId\":\"%s\",\"section\":\"A\",\"subsection\":\"1\",\"quantity\":1,"
                            + "\"selection\":\"BEST_AVAILABLE\"}",
                    reused, event));
        }
        for (int look = 0; look < 300 && count("reservation.refusal", "booking_id = '" + reused + "'") == 0; look++) {
            Thread.sleep(100);
        }
    }

    private void nobodyCanSeeWhatWasTheirs(UUID event, UUID paid) throws Exception {
        assertThat(shop.get("/api/bookings", ann).path("items").isEmpty()).isTrue();
        assertThat(shop.get("/api/bookings/" + paid, ann).path("status").asString()).as("as an id nobody has seen")
                .isEqualTo("PENDING");
        assertThat(shop.get("/api/bookings?eventId=" + event, bob).path("items").size()).isEqualTo(1);
        var sold = shop.get("/api/bookings?all=true&eventId=" + event, "organizer").path("items").valueStream()
                .filter(item -> item.path("id").asString().equals(paid.toString())).findFirst().orElseThrow();
        assertThat(sold.path("status").asString()).isEqualTo("CONFIRMED");
        assertThat(sold.path("buyer").asString()).matches(ErasedBuyer::isOne);
        assertThat(count("ticketing.payment", "booking_id = '" + paid + "' and buyer = '"
                + sold.path("buyer").asString() + "' and method = 'erased'")).isEqualTo(1);
    }

    /** It began years ago, and is on sale for a moment. */
    private UUID event(Instant offSale) throws Exception {
        var created = shop.buyers().send("POST", URI.create(system.api(0) + "/api/events"), "organizer",
                String.format(Locale.ROOT,
                        "{\"name\":\"Past\",\"venue\":\"Hall\",\"startsAt\":\"2020-01-01T20:00:00Z\","
                                + "\"onSaleAt\":\"2020-01-01T00:00:00Z\",\"offSaleAt\":\"%s\",\"currency\":\"EUR\","
                                + "\"maxTicketsPerBuyer\":5,\"sections\":[{\"name\":\"A\",\"priceMinor\":4500,\"subsections\":1,"
                                + "\"rows\":4,\"seatsPerRow\":10}]}",
                        offSale));
        return Buyers.eventId(created);
    }

    private CommandRun erase(String... who) {
        return CommandRun.of("erase", who[0], who[1], "--data", system.data().toString());
    }

    /** How many rows of each table name the buyer. */
    private Map<String, Integer> naming(String id) throws SQLException {
        var counts = new LinkedHashMap<String, Integer>();
        for (var table : NAMING.entrySet()) {
            counts.put(table.getKey(), count(table.getKey(), table.getValue().replace("?", "'" + id + "'")));
        }
        return counts;
    }

    private int count(String table, String where) throws SQLException {
        try (var database = system.database();
                var statement = database.createStatement();
                var rows = statement.executeQuery("select count(*) from " + table + " where " + where)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
