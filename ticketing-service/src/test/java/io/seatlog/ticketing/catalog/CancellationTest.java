package io.seatlog.ticketing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.ticketing.log.Appended;
import java.util.List;
import java.util.UUID;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is sent to end an event's bookings, and when it is over. */
class CancellationTest {
    private static final IntToLongFunction NOTHING_DECIDED = _ -> Version.of(1, 0);
    private final Cancellation cancellation = new Cancellation(Events.event(false, Sale.CLOSED, true));

    @Test
    void shouldCloseWhatTheTruthDoesNotShowAsClosed() {
        var orders = cancellation.next(NOTHING_DECIDED, List.of(unclosed(1), unclosed(3)), List.of());

        assertThat(orders).extracting(order -> order.to().id()).containsExactly(1, 3);
        assertThat(orders).allSatisfy(order -> {
            var terms = ((Command.ChangeTerms) order.command()).terms();
            assertThat(terms.sale()).isEqualTo(Sale.CLOSED);
            assertThat(terms.version()).isEqualTo(3);
            assertThat(terms.priceMinor()).isEqualTo(order.to().section().equals("A") ? 200 : 400);
        });
        assertThat(cancellation.isDone()).as("a booking may still be in the line before the closing").isFalse();
    }

    @Test
    void shouldSliceBookingsBySubsection() {
        var live = IntStream.range(0, 1_201).mapToObj(i -> booking(i, i == 600 ? 4 : 2)).toList();

        var orders = cancellation.next(NOTHING_DECIDED, List.of(), live);

        assertThat(orders).extracting(order -> order.to().id()).containsExactly(2, 2, 2, 4);
        assertThat(orders.stream().map(order -> (Command.CancelBookings) order.command()).toList())
                .allSatisfy(command -> assertThat(command.reason()).isEqualTo(Reason.EVENT_CANCELLED))
                .extracting(command -> command.bookingIds().size()).containsExactly(500, 500, 200, 1);
        assertThat(cancellation.isDone()).isFalse();
    }

    @Test
    void shouldBeDoneOnlyAfterALookFromTheBeginningThatFoundNothing() {
        var page = IntStream.range(0, Cancellation.PAGE).mapToObj(i -> booking(i, 1)).toList();
        assertThat(cancellation.next(NOTHING_DECIDED, List.of(), page)).hasSize(10);
        assertThat(cancellation.after()).isEqualTo(page.getLast().id());

        assertThat(cancellation.next(NOTHING_DECIDED, List.of(), List.of())).isEmpty();
        assertThat(cancellation.isDone()).as("what was skipped may have been sent and lost").isFalse();
        assertThat(cancellation.after()).isNull();

        assertThat(cancellation.next(NOTHING_DECIDED, List.of(unclosed(1)), List.of())).hasSize(1);
        assertThat(cancellation.isDone()).isFalse();

        assertThat(cancellation.next(NOTHING_DECIDED, List.of(), List.of())).isEmpty();
        assertThat(cancellation.isDone()).isTrue();
    }

    @Test
    void shouldAwaitTheDecisionOfEverythingSent() {
        var orders = cancellation.next(NOTHING_DECIDED, List.of(), List.of(booking(1, 1), booking(2, 2)));
        assertThat(cancellation.isAwaiting(NOTHING_DECIDED)).isFalse();
        cancellation.sent(orders.getFirst(), new Appended(1, 1, 10));
        cancellation.sent(orders.getLast(), new Appended(2, 1, 20));

        assertThat(cancellation.isAwaiting(at(1, 11, 20))).as("offset 20 is the next one").isTrue();
        assertThat(cancellation.isAwaiting(at(1, 11, 21))).isFalse();

        cancellation.sent(orders.getFirst(), new Appended(1, 1, 30));
        assertThat(cancellation.isAwaiting(at(2, 0, 0))).as("of a log that was replaced nothing is decided any more")
                .isFalse();

        cancellation.sent(orders.getFirst(), new Appended(1, 1, 30));
        cancellation.stopAwaiting();
        assertThat(cancellation.isAwaiting(NOTHING_DECIDED)).isFalse();
    }

    /** Else it would be sent for ever, a dead letter each time. */
    @Test
    void shouldNotCloseWhatWasNeverOpenedAgainAndAgain() {
        var never = List.of(new Cancellation.Unclosed(1, false));
        var closing = cancellation.next(at(1, 0, 0), never, List.of()).getFirst();
        cancellation.sent(closing, new Appended(1, 1, 10));

        assertThat(cancellation.next(at(1, 10, 0), never, List.of())).as("not decided yet").hasSize(1);
        assertThat(cancellation.next(at(1, 11, 0), never, List.of())).isEmpty();
        assertThat(cancellation.isDone()).isTrue();
    }

    @Test
    void shouldCloseAgainWhatALostLogLeftOpen() {
        var closing = cancellation.next(at(1, 0, 0), List.of(unclosed(1)), List.of()).getFirst();
        cancellation.sent(closing, new Appended(1, 1, 10));

        assertThat(cancellation.next(at(2, 0, 0), List.of(unclosed(1)), List.of())).hasSize(1);
        assertThat(cancellation.isDone()).isFalse();
    }

    private static IntToLongFunction at(int generation, long first, long others) {
        return partition -> Version.of(generation, partition == 1 ? first : others);
    }

    private static Cancellation.Unclosed unclosed(int subsectionId) {
        return new Cancellation.Unclosed(subsectionId, true);
    }

    private static Cancellation.Live booking(int id, int subsectionId) {
        return new Cancellation.Live(new UUID(1, id), subsectionId);
    }
}
