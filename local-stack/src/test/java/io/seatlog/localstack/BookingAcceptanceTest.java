package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.Signal;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Buyers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Choosing, holding and giving back seats, as a product owner would tell it. The hall has 4 rows of 10 seats. */
class BookingAcceptanceTest {
    private static final String ANN = "ann";
    private static final String BOB = "bob";
    private final RunningSystem system = RunningSystem.shared();
    private final Shop shop = new Shop(system);
    private UUID event = new UUID(0, 0);

    @BeforeEach
    void open() throws Exception {
        event = shop.event(1, 600);
    }

    @AfterEach
    void close() throws Exception {
        shop.requireBalance(event);
        shop.close();
    }

    @Test
    void aBuyerChoosesOneSeat() throws Exception {
        var held = booking(shop.hold(event, ANN, "3-7"), ANN);
        assertThat(seats(held)).containsExactly("3-7");
        assertThat(held.path("quantity").asInt()).isEqualTo(1);
        assertThat(held.path("totalMinor").asLong()).isEqualTo(4_500);
        assertThat(held.has("heldUntil")).isTrue();
    }

    @Test
    void aBuyerChoosesManySeatsInSeveralRows() throws Exception {
        var held = booking(shop.hold(event, ANN, "1-1", "1-2", "2-1", "4-10"), ANN);
        assertThat(seats(held)).containsExactly("1-1", "1-2", "2-1", "4-10");
        assertThat(held.path("adjacent").asBoolean()).isFalse();
        assertThat(held.path("totalMinor").asLong()).isEqualTo(4 * 4_500);
    }

    @Test
    void aSeatThatIsHeldIsNotHeldAgain() throws Exception {
        shop.hold(event, ANN, "1-1");
        var rejected = ask(BOB, manual("1-1"), "REJECTED");
        assertThat(rejected.path("reason").asString()).isEqualTo("SEAT_TAKEN");
    }

    @Test
    void whenOneOfTheChosenSeatsIsHeldNoneIsTaken() throws Exception {
        shop.hold(event, ANN, "1-2");
        var rejected = ask(BOB, manual("1-1", "1-2", "1-3"), "REJECTED");
        assertThat(rejected.path("reason").asString()).isEqualTo("SEAT_TAKEN");
        assertThat(rejected.has("seats")).isFalse();
        shop.hold(event, "cid", "1-1", "1-3");
    }

    @Test
    void quantityAndChosenSeatsMustAgree() throws Exception {
        refused("\"quantity\":3,\"selection\":\"MANUAL\",\"seats\":[\"1-1\",\"1-2\"]", 400, "quantity");
        refused("\"quantity\":2,\"selection\":\"BEST_AVAILABLE\",\"seats\":[\"1-1\",\"1-2\"]", 400, "seats");
        refused("\"selection\":\"BEST_AVAILABLE\"", 400, "quantity");
        refused("\"selection\":\"MANUAL\"", 400, "seats");
        refused(manual("1-11"), 400, "seats[0]");
        refused(manual("1-1", "1-1"), 400, "seats[1]");
    }

    @Test
    void moreSeatsThanAllowedAreRefusedAtOnce() throws Exception {
        refused("\"quantity\":11,\"selection\":\"BEST_AVAILABLE\"", 400, "quantity");
        refused("\"quantity\":9,\"selection\":\"BEST_AVAILABLE\"", 422, "too-many-tickets");
        refused("\"quantity\":0,\"selection\":\"BEST_AVAILABLE\"", 400, "quantity");
    }

    @Test
    void moreSeatsThanAreFreeAreRejectedWithAReason() throws Exception {
        for (int row = 1; row <= 4; row++) {
            shop.hold(event, ANN, row(row, 1, 8));
        }
        for (int row = 1; row <= 3; row++) {
            shop.hold(event, ANN, row + "-9", row + "-10");
        }
        var rejected = ask(BOB, best(3), "REJECTED");
        assertThat(rejected.path("reason").asString()).isEqualTo("NO_SEATS");
        assertThat(seats(ask(BOB, best(2), "HELD"))).containsExactly("4-9", "4-10");
    }

    @Test
    void theBestSeatsAreSideBySideInTheFirstRow() throws Exception {
        var held = ask(ANN, best(4), "HELD");
        assertThat(held.path("adjacent").asBoolean()).isTrue();
        assertThat(seats(held)).allMatch(seat -> seat.startsWith("1-")).hasSize(4);
    }

    @Test
    void theNextRowIsTakenWhenTheFirstHasNoBlockLeft() throws Exception {
        shop.hold(event, ANN, "1-2", "1-4", "1-6", "1-8", "1-10");
        var held = ask(BOB, best(3), "HELD");
        assertThat(held.path("adjacent").asBoolean()).isTrue();
        assertThat(seats(held)).allMatch(seat -> seat.startsWith("2-"));
    }

    @Test
    void theEarliestRowThatHasTheBlockIsTaken() throws Exception {
        shop.hold(event, ANN, row(1, 3, 10));
        shop.hold(event, ANN, row(2, 5, 10));
        assertThat(seats(ask(BOB, best(2), "HELD"))).containsExactly("1-1", "1-2");
        assertThat(seats(ask(BOB, best(4), "HELD"))).containsExactly("2-1", "2-2", "2-3", "2-4");
    }

    @Test
    void withoutOneBlockTheFewestBlocksAreTaken() throws Exception {
        leaveOnly("1-1", "1-2", "1-3", "2-5", "2-6", "3-1", "4-10");
        var held = ask(BOB, best(5), "HELD");
        assertThat(held.path("adjacent").asBoolean()).isFalse();
        assertThat(seats(held)).containsExactly("1-1", "1-2", "1-3", "2-5", "2-6");
    }

    @Test
    void scatteredSeatsAreBetterThanNone() throws Exception {
        leaveOnly("1-1", "2-4", "3-9");
        var held = ask(BOB, best(3), "HELD");
        assertThat(seats(held)).containsExactly("1-1", "2-4", "3-9");
        assertThat(held.path("adjacent").asBoolean()).isFalse();
    }

    @Test
    void seatsAreGivenBackOneByOneAcrossRowsAndOnlyOnce() throws Exception {
        var booking = shop.hold(event, ANN, "1-1", "1-2", "2-1");
        assertThat(giveBack(booking, "1-2")).isEqualTo(202);
        await(booking, ANN, "[\"1-1\",\"2-1\"]");
        assertThat(booking(booking, ANN).path("totalMinor").asLong()).isEqualTo(2 * 4_500);
        assertThat(giveBack(booking, "1-2")).isEqualTo(404);
        assertThat(giveBack(booking, "4-4")).isEqualTo(404);
        assertThat(giveBack(booking, "2-1")).isEqualTo(202);
        await(booking, ANN, "[\"1-1\"]");
        assertThat(giveBack(booking, "1-1")).isEqualTo(202);
        shop.awaitBooking(booking, ANN, "CANCELLED");
        assertThat(giveBack(booking, "1-1")).isEqualTo(409);
        shop.hold(event, BOB, "1-1", "1-2", "2-1");
    }

    @Test
    void whatIsCancelledStaysCancelledHoweverOftenItIsAsked() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");
        assertThat(shop.cancel(booking, BOB).body()).as("a stranger, as if there were no such booking yet")
                .contains("booking-not-decided");
        for (int again = 0; again < 20; again++) {
            assertThat(shop.cancel(booking, ANN).statusCode()).isEqualTo(202);
        }
        var cancelled = shop.awaitBooking(booking, ANN, "CANCELLED");
        shop.hold(event, BOB, "1-1");
        assertThat(shop.cancel(booking, ANN).statusCode()).isEqualTo(202);
        assertThat(booking(booking, ANN).path("version")).isEqualTo(cancelled.path("version"));
    }

    @Test
    void rejectedAndUnknownBookingsCannotBeCancelled() throws Exception {
        shop.hold(event, ANN, "1-1");
        var rejected = shop.book(event, BOB, manual("1-1"));
        shop.awaitBooking(rejected, BOB, "REJECTED");
        assertThat(shop.cancel(rejected, BOB).body()).contains("not-allowed-in-status").contains("REJECTED");
        assertThat(shop.cancel(UUID.randomUUID(), BOB).statusCode()).isEqualTo(404);
    }

    @Test
    void whatStillWaitsInTheQueueCanBeCancelledButNotPaid() throws Exception {
        var id = Uuid7.next();
        deciders(Signal.STOP);
        try {
            var accepted = Json.MAPPER.readTree(
                    shop.tryToBook(id, event, ANN, manual("1-1")).body());
            assertThat(accepted.path("status").asString()).isEqualTo("PENDING");
            assertThat(shop.pay(id, ANN, "pm_card_visa").body()).contains("booking-not-decided");
            assertThat(shop.cancel(id, ANN).body()).contains("booking-not-decided");
            assertThat(shop.buyers().delete(shop.api().resolve("/api/bookings/" + id + "?receipt="
                    + accepted.path("receipt").asString()), ANN).statusCode()).isEqualTo(202);
        } finally {
            deciders(Signal.CONT);
        }
        shop.awaitBooking(id, ANN, "CANCELLED");
        shop.hold(event, BOB, "1-1");
    }

    private void deciders(Signal signal) {
        system.endpoints().reservation().forEach(decider -> signal.sendTo(decider.pid()));
    }

    @Test
    void seatsOfAnExpiredHoldAreSoldToTheNext() throws Exception {
        var shortLived = shop.event(1, 5);
        var first = shop.hold(shortLived, ANN, "1-1");
        shop.awaitBooking(first, ANN, "EXPIRED");
        shop.hold(shortLived, BOB, "1-1");
        assertThat(shop.cancel(first, ANN).body()).contains("not-allowed-in-status").contains("EXPIRED");
        assertThat(booking(first, ANN).path("status").asString()).isEqualTo("EXPIRED");
    }

    @Test
    void aBuyerListsTheirBookingsByStatusAndByEvent() throws Exception {
        var buyer = "lister-" + Uuid7.next().toString().substring(0, 13);
        assertThat(items(buyer, "")).isEmpty();
        var held = shop.hold(event, buyer, "1-1");
        var cancelled = shop.hold(event, buyer, "1-2");
        shop.cancel(cancelled, buyer);
        shop.awaitBooking(cancelled, buyer, "CANCELLED");
        var elsewhere = shop.hold(shop.event(1, 600), buyer, "1-1");

        assertThat(items(buyer, "")).containsExactly(elsewhere.toString(), cancelled.toString(), held.toString());
        assertThat(items(buyer, "?status=HELD&eventId=" + event)).containsExactly(held.toString());
        assertThat(items(buyer, "?status=CANCELLED")).containsExactly(cancelled.toString());
        assertThat(items(buyer, "?status=CONFIRMED")).isEmpty();
        assertThat(shop.get("/api/bookings", Buyers.NOBODY).path("code").asString()).isEqualTo("identity-required");
    }

    @Test
    void twoStreamsOfOneBookingTellTheSameAndCloseAtItsEnd() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");
        var path = shop.api().resolve("/api/bookings/" + booking + "/stream");
        var one = shop.buyers().stream(path, ANN).get(30, TimeUnit.SECONDS);
        var two = shop.buyers().stream(shop.api().resolve(path.getPath()), ANN).get(30, TimeUnit.SECONDS);
        shop.payAccepted(booking, ANN, "pm_card_visa_chargeDeclined");
        // What one instance does to a payment the other's streams hear within a second.
        Thread.sleep(3_000);
        shop.payAccepted(booking, ANN, "pm_card_visa");

        for (var stream : List.of(one, two)) {
            var names = stream.body().filter(line -> line.startsWith("event:"))
                    .map(line -> line.substring("event:".length()).strip()).toList();
            assertThat(names).startsWith("held").endsWith("confirmed").contains("payment");
        }
        var version = booking(booking, ANN).path("version").asString();
        assertThat(shop.streamAgain(path, ANN, version)).as("nothing more to tell").isEqualTo(204);
        assertThat(shop.streamAgain(path, ANN, "1")).isEqualTo(200);
    }

    @Test
    void aStreamBeforeTheDecisionTellsItWhenItComes() throws Exception {
        var id = Uuid7.next();
        var stream = shop.buyers().stream(shop.api().resolve("/api/bookings/" + id + "/stream"), ANN);
        assertThat(shop.tryToBook(id, event, ANN, best(1)).statusCode()).isEqualTo(202);
        var lines = new ArrayList<String>();
        stream.get(30, TimeUnit.SECONDS).body().takeWhile(line -> !line.startsWith("event:held")
                && !line.startsWith("event: held")).forEach(lines::add);
        assertThat(booking(id, ANN).path("status").asString()).isEqualTo("HELD");
    }

    @Test
    void anEventMustBeWhole() throws Exception {
        refusedEvent("name", "\"\"", "name");
        refusedEvent("sections", "[" + section("A", -1) + "]", "sections[0].priceMinor");
        refusedEvent("sections", "[]", "sections");
        refusedEvent("sections", "[" + section("A", 1) + "," + section("A", 1) + "]", "sections[1].name");
        refusedEvent("onSaleAt", "\"2036-07-01T18:00:00Z\"", "offSaleAt");
    }

    private static String section(String name, int price) {
        return "{\"name\":\"" + name + "\",\"priceMinor\":" + price
                + ",\"subsections\":1,\"rows\":1,\"seatsPerRow\":1}";
    }

    private void refusedEvent(String field, String wrong, String complaint) throws Exception {
        var event = new LinkedHashMap<>(
                Map.of("name", "\"Show\"", "venue", "\"Hall\"", "currency", "\"EUR\"", "startsAt",
                        "\"2036-06-01T19:30:00Z\"", "onSaleAt", "\"2026-01-01T00:00:00Z\"", "offSaleAt",
                        "\"2036-06-01T18:00:00Z\"",
                        "sections", "[" + section("A", 1) + "]"));
        event.put(field, wrong);
        var json = event.entrySet().stream().map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        var answer = shop.buyers().send("POST", shop.api().resolve("/api/events"), "organizer", json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + complaint + "\"");
    }

    private void refused(String wish, int status, String names) throws Exception {
        var answer = shop.tryToBook(Uuid7.next(), event, ANN, wish);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(names);
    }

    private JsonNode ask(String buyer, String wish, String status) throws Exception {
        return shop.awaitBooking(shop.book(event, buyer, wish), buyer, status);
    }

    private JsonNode booking(UUID id, String buyer) throws Exception {
        return shop.booking(id, buyer);
    }

    private void await(UUID booking, String buyer, String seats) throws Exception {
        for (int look = 0; look < 300 && !booking(booking, buyer).path("seats").toString().equals(seats); look++) {
            Thread.sleep(50);
        }
        assertThat(booking(booking, buyer).path("seats").toString()).isEqualTo(seats);
    }

    private int giveBack(UUID booking, String seat) throws Exception {
        return shop.buyers().delete(shop.api().resolve("/api/bookings/" + booking + "/seats/" + seat), ANN)
                .statusCode();
    }

    /** Everything else is held by somebody. */
    private void leaveOnly(String... free) throws Exception {
        var taken = IntStream.rangeClosed(1, 4).boxed().flatMap(row -> IntStream.rangeClosed(1, 10)
                .mapToObj(seat -> row + "-" + seat)).filter(seat -> !List.of(free).contains(seat)).toList();
        for (int from = 0; from < taken.size(); from += 8) {
            shop.hold(event, "others", taken.subList(from, Math.min(taken.size(), from + 8)).toArray(String[]::new));
        }
    }

    private List<String> items(String buyer, String query) throws Exception {
        return shop.get("/api/bookings" + query, buyer).path("items").valueStream()
                .map(item -> item.path("id").asString()).toList();
    }

    private static List<String> seats(JsonNode booking) {
        return booking.path("seats").valueStream().map(JsonNode::asString).toList();
    }

    private static String[] row(int row, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(seat -> row + "-" + seat).toArray(String[]::new);
    }

    private static String manual(String... seats) {
        return "\"selection\":\"MANUAL\",\"seats\":[\"" + String.join("\",\"", seats) + "\"]";
    }

    private static String best(int quantity) {
        return "\"quantity\":" + quantity + ",\"selection\":\"BEST_AVAILABLE\"";
    }
}
