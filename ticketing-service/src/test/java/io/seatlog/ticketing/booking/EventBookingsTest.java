package io.seatlog.ticketing.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of everybody's bookings of an event, as who runs it sees it. */
class EventBookingsTest {
    private static final RunningApi API = RunningApi.shared();
    private static final TestIssuer ISSUER = TestIssuer.shared();
    private static final String ADA = bearer("ada", "buyer");
    /** Events are made as this person. */
    private static final String ORGANIZER = bearer("organizer", "organizer");
    private static final String ANOTHER = bearer("oscar", "organizer");
    private static final String OPERATOR = bearer("otto", "operator");
    private static final String BUYS_AS_WELL = bearer("organizer", "organizer", "buyer");
    private UUID event = new UUID(0, 0);

    @BeforeEach
    void createEvent() {
        event = BookingRequests.onSale(API);
    }

    @AfterEach
    void forget() {
        API.truth.update("delete from reservation.booking where event_id = ?", event);
    }

    @Test
    void shouldListEverybodysNewestFirstWithTheirBuyersAndWithoutRejectedOnes() {
        var adas = decided(ADA, BookingStatus.HELD, null, 20, 21);
        var bobs = decided(bearer("bob", "buyer"), BookingStatus.CANCELLED, Reason.CANCELLED_BY_BUYER, 22, 23);
        decided(ADA, BookingStatus.REJECTED, Reason.NO_SEATS);

        var list = list(ORGANIZER, "?eventId=" + event);

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Cache-Control")).isEqualTo("no-store");
        assertThat(ids(list)).containsExactly(bobs, adas);
        assertThat(list.body().at("/items/0/buyer").asString()).isEqualTo(ISSUER.id("bob"));
        assertThat(list.body().at("/items/1").toString()).isEqualTo(
                """
                        {"id":"%s","eventId":"%s","section":"A","subsection":"2","status":"HELD","quantity":2,"seats":["2-1","2-2"],\
                        "adjacent":true,"totalMinor":9000,"currency":"EUR","heldUntil":"2026-11-21T10:10:00.123Z","version":%d,\
                        "createdAt":"2026-11-21T10:00:00.123Z","changedAt":"2026-11-21T10:00:00.123Z","buyer":"%s"}"""
                        .formatted(adas, event, list.body().at("/items/1/version").asLong(), ISSUER.id("ada")));
        assertThat(list.body().has("next")).isFalse();
        assertThat(ids(list(OPERATOR, "?eventId=" + event))).containsExactly(bobs, adas);
    }

    @Test
    void shouldListThoseOfOneStatus() {
        var held = decided(ADA, BookingStatus.HELD, null, 20, 21);
        decided(ADA, BookingStatus.EXPIRED, null, 22, 23);

        assertThat(ids(list(ORGANIZER, "?status=HELD&eventId=" + event))).containsExactly(held);
        assertThat(ids(list(ORGANIZER, "?status=CONFIRMED&eventId=" + event))).isEmpty();
        assertThat(invalid(list(ORGANIZER, "?status=REJECTED&eventId=" + event))).isEqualTo("status");
    }

    @Test
    void shouldGoThroughAllOfThemPageByPage() {
        decided(ADA, BookingStatus.CONFIRMED, null, 20, 21);
        copies(BookingList.PAGE * 2);
        var seen = new ArrayList<UUID>();
        var sizes = new ArrayList<Integer>();
        var after = "";
        do {
            var page = list(ORGANIZER, "?eventId=" + event + after);
            seen.addAll(ids(page));
            sizes.add(ids(page).size());
            after = page.body().has("next") ? "&after=" + page.text("next") : "";
        } while (!after.isEmpty());

        assertThat(sizes).containsExactly(BookingList.PAGE, BookingList.PAGE, 1);
        assertThat(seen).doesNotHaveDuplicates().isEqualTo(API.truth.queryForList(
                "select id from reservation.booking where event_id = ? order by id desc", UUID.class, event));
    }

    @Test
    void shouldAskForTheEvent() {
        assertThat(invalid(list(ORGANIZER, ""))).isEqualTo("eventId");
        assertThat(invalid(list(OPERATOR, "?status=HELD"))).isEqualTo("eventId");
        assertThat(invalid(list(ORGANIZER, "?eventId=mine"))).isEqualTo("eventId");
        assertThat(invalid(list(ORGANIZER, "?after=1&eventId=" + event))).isEqualTo("after");
        assertThat(invalid(list(BUYS_AS_WELL, "?all=true"))).isEqualTo("eventId");
        assertThat(invalid(list(BUYS_AS_WELL, "?all=yes&eventId=" + event))).isEqualTo("all");
    }

    @Test
    void shouldAnswerAnothersEventAsOneThatIsNotThere() {
        decided(ADA, BookingStatus.HELD, null, 20, 21);

        var nothing = seen(ORGANIZER, Uuid7.next());
        assertThat(nothing).startsWith("404").contains("event-unknown");
        assertThat(seen(ANOTHER, event)).isEqualTo(nothing);
        assertThat(seen(bearer("ada", "buyer", "organizer"), event)).isEqualTo(nothing);
        assertThat(seen(ADA, event)).isEqualTo(nothing);
    }

    /** A page that shows somebody what they have bought must not show what they have sold. */
    @Test
    void shouldListTheirOwnToWhoBuysAsWellUnlessTheyAskForAll() {
        var adas = decided(ADA, BookingStatus.HELD, null, 20, 21);
        var own = decided(BUYS_AS_WELL, BookingStatus.HELD, null, 22, 23);

        assertThat(ids(list(BUYS_AS_WELL, "?eventId=" + event))).containsExactly(own);
        assertThat(ids(list(BUYS_AS_WELL, "?all=false&eventId=" + event))).containsExactly(own);
        assertThat(ids(list(BUYS_AS_WELL, "?all=true&eventId=" + event))).containsExactly(own, adas);
        assertThat(list(ADA, "?eventId=" + event).body().at("/items/0").has("buyer")).isFalse();
    }

    private static String bearer(String name, String... roles) {
        return "Bearer " + ISSUER.token(name, roles);
    }

    private static RunningApi.Answer list(String authorization, String query) {
        return API.get("/api/bookings" + query, "Authorization", authorization);
    }

    private static String seen(String authorization, UUID event) {
        var answer = list(authorization, "?all=true&eventId=" + event);
        return answer.status()
                + answer.response().body().replace(event.toString(), "ID").replaceAll("[0-9a-f]{32}", "TRACE");
    }

    private static List<UUID> ids(RunningApi.Answer list) {
        return list.body().path("items").valueStream().map(item -> UUID.fromString(item.path("id").asString()))
                .toList();
    }

    /** @return the field that a 400 names */
    private static String invalid(RunningApi.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        return answer.body().at("/errors/0/field").asString();
    }

    private UUID decided(String authorization, BookingStatus status, @Nullable Reason reason, int... seats) {
        return BookingRequests.decided(API, event, authorization, status, reason, seats);
    }

    private void copies(int rows) {
        API.truth.update(
                """
                        insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id, buyer,
                            content_hash, status, quantity, seats, price_minor, currency, created_at, changed_at)
                        select gen_random_uuid(), n + 1, n + 1, partition, subsection_id, event_id, 'b' || n, content_hash,
                               status, quantity, seats, price_minor, currency, created_at, changed_at
                          from reservation.booking, generate_series(1, ?) n where event_id = ?""",
                rows, event);
    }
}
