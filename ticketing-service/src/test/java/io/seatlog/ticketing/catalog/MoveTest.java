package io.seatlog.ticketing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.message.Sale;
import io.seatlog.ticketing.problem.ProblemException;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of an event as tables. */
class MoveTest {
    private static final Instant BEFORE = Events.ON_SALE_AT.minusMillis(1);
    private static final Instant DURING = Events.ON_SALE_AT;
    private static final Instant AFTER = Events.OFF_SALE_AT;

    @ParameterizedTest(name = "{0} {1} cancelled: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # kind    | sale   | cancelled | before    | during    | after
            draft     | OPEN   | false     | DRAFT     | DRAFT     | DRAFT
            draft     | CLOSED | true      | CANCELLED | CANCELLED | CANCELLED
            published | OPEN   | false     | SCHEDULED | ON_SALE   | CLOSED
            published | PAUSED | false     | SCHEDULED | PAUSED    | CLOSED
            published | CLOSED | false     | CLOSED    | CLOSED    | CLOSED
            published | CLOSED | true      | CANCELLED | CANCELLED | CANCELLED
            """)
    void shouldSayTheFirstThatApplies(String kind, Sale sale, boolean cancelled, Event.Status before,
            Event.Status during, Event.Status after) {
        var event = Events.event(kind.equals("draft"), sale, cancelled);
        assertThat(event.status(BEFORE)).isEqualTo(before);
        assertThat(event.status(DURING)).isEqualTo(during);
        assertThat(event.status(AFTER)).isEqualTo(after);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # move  | draft     | scheduled | on sale   | paused    | over   | closed | cancelled
            PUBLISH | OPEN      | same      | same      | same      | same   | same   | no
            PAUSE   | no        | PAUSED    | PAUSED    | same      | no     | no     | no
            RESUME  | no        | same      | same      | OPEN      | no     | no     | no
            CLOSE   | no        | CLOSED    | CLOSED    | CLOSED    | CLOSED | same   | no
            CANCEL  | cancelled | cancelled | cancelled | cancelled | cancelled | cancelled | same
            """)
    void shouldMoveAlongTheArrows(Move move, String draft, String scheduled, String onSale, String paused, String over,
            String closed, String cancelled) {
        check(move, Events.event(true, Sale.OPEN, false), DURING, draft);
        check(move, Events.event(false, Sale.OPEN, false), BEFORE, scheduled);
        check(move, Events.event(false, Sale.OPEN, false), DURING, onSale);
        check(move, Events.event(false, Sale.PAUSED, false), DURING, paused);
        check(move, Events.event(false, Sale.OPEN, false), AFTER, over);
        check(move, Events.event(false, Sale.CLOSED, false), DURING, closed);
        check(move, Events.event(false, Sale.CLOSED, true), DURING, cancelled);
    }

    private static void check(Move move, Event event, Instant now, String expected) {
        var before = Edition.of(event);
        if (expected.equals("no")) {
            assertThatThrownBy(() -> move.apply(event, now)).isInstanceOfSatisfying(ProblemException.class,
                    problem -> {
                        assertThat(problem.type().code()).isEqualTo("not-allowed-in-status");
                        assertThat(problem.extensions()).containsEntry("eventStatus", event.status(now));
                    });
            return;
        }
        var after = move.apply(event, now);
        switch (expected) {
            case "same" -> assertThat(after).isEqualTo(before);
            case "cancelled" -> {
                assertThat(after.cancelled()).isTrue();
                assertThat(after.offer().sale()).isEqualTo(Sale.CLOSED);
                assertThat(after.draft()).as("a cancelled draft stays unseen").isEqualTo(event.draft());
            }
            default -> {
                assertThat(Objects.requireNonNull(after.offer().sale()).name()).isEqualTo(expected);
                assertThat(after.draft()).isFalse();
                assertThat(after.cancelled()).isFalse();
            }
        }
    }
}
