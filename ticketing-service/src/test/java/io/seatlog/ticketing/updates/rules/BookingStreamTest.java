package io.seatlog.ticketing.updates.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each line is a step and what the stream says to it. The request of the stream lies in partition 3 at version 5;
 * {@code open STATE last N} is a snapshot for a client whose Last-Event-ID is N.
 */
class BookingStreamTest {
    @ParameterizedTest
    @ValueSource(strings = {
            // decided after the snapshot
            """
                    open pending      -> -
                    ahead 12 at 0     -> queued 12
                    held@5            -> held@5
                    ahead 3 at 9000   -> -
                    cancelled@9       -> cancelled@9, closed
                    held@11           -> -, closed""",
            // decided between registration and snapshot: the snapshot has it, the parked copy is no news
            """
                    held@5            -> -
                    open held@5       -> held@5
                    held@5            -> -""",
            // decided after the snapshot was read, heard before it arrived
            """
                    held@5            -> -
                    open pending      -> held@5""",
            // of what was parked only the newest is told
            """
                    held@5            -> -
                    cancelled@9       -> -
                    open pending      -> cancelled@9, closed""",
            // parked copies arrive in any order
            """
                    cancelled@9       -> -
                    held@5            -> -
                    open held@5       -> held@5 cancelled@9, closed""",
            // an awakened owner's late copy
            """
                    open cancelled@9  -> cancelled@9, closed""",
            """
                    open held@5       -> held@5
                    held@4            -> -
                    held@5            -> -
                    held@7            -> held@7""",
            // rereading says what the topic did not
            """
                    open pending      -> -
                    reread pending    -> -
                    reread held@5     -> held@5
                    reread held@5     -> -
                    reread cancelled@9 -> cancelled@9, closed""",
            // a rejection ends the stream
            """
                    open pending      -> -
                    rejected@5        -> rejected@5, closed""",
            // resuming
            """
                    open held@5 last 5 -> -
                    held@5            -> -
                    cancelled@9       -> cancelled@9, closed""",
            """
                    open cancelled@9 last 9 -> -, closed""",
            """
                    open cancelled@9 last 5 -> cancelled@9, closed""",
            // a Last-Event-ID from nowhere suppresses nothing
            """
                    open held@5 last 99 -> held@5
                    cancelled@9       -> cancelled@9, closed""",
            """
                    open pending last 5 -> -
                    held@5            -> held@5""",
            // while resuming, what is newer than the snapshot is still told
            """
                    cancelled@9       -> -
                    open held@5 last 5 -> cancelled@9, closed""",
            // refusals are matched by partition, version and buyer
            """
                    open pending      -> -
                    refused@6 in 3    -> -
                    refused@5 in 4    -> -
                    refused@5 in 3 by other -> -
                    refused@5 in 3    -> refused@5, closed""",
            """
                    refused@5 in 3    -> -
                    open pending      -> refused@5, closed""",
            """
                    open refused@5    -> refused@5, closed""",
            """
                    open refused@5 last 5 -> -, closed""",
            // a refused cancellation is nobody's end
            """
                    open held@5       -> held@5
                    refused@8 in 3    -> -""",
            // the log was replaced
            """
                    open pending      -> -
                    reread lost@5     -> lost@5, closed""",
            """
                    open lost@5 last 5 -> -, closed""",
            // somebody else's booking under the same id
            """
                    open pending      -> -
                    other:held@4      -> -
                    reread other:held@4 -> -
                    refused@5 in 3    -> refused@5, closed""",
            // payments: each change once, and nobody else's
            """
                    open held@5       -> held@5
                    payment@11 UNKNOWN open -> payment UNKNOWN
                    payment@11 UNKNOWN open -> -
                    payment@12 UNKNOWN open -> -
                    payment@10 NEW open -> -
                    payment@13 CONFIRMING open by other -> -
                    payment@14 CONFIRMING open -> payment CONFIRMING
                    confirmed@9       -> confirmed@9, closed
                    payment@15 CAPTURED -> -, closed""",
            // expired is no end while a payment is under way, which may end so
            """
                    open held@5       -> held@5
                    payment@11 ACTION_REQUIRED open -> payment ACTION_REQUIRED
                    expired@7         -> expired@7
                    payment@12 VOIDED in vain -> payment VOIDED, closed""",
            // or so, whichever is heard first
            """
                    open held@5       -> held@5
                    payment@11 ACTION_REQUIRED open -> payment ACTION_REQUIRED
                    expired@7         -> expired@7
                    payment@12 CAPTURED -> payment CAPTURED
                    confirmed@9       -> confirmed@9, closed""",
            // an expired booking whose payment is over, or that never had one
            """
                    open held@5       -> held@5
                    payment@11 DECLINED in vain -> payment DECLINED
                    expired@7         -> expired@7, closed""",
            // another card while the bank still asks for the first: the newest is told, and any of them may get the seats
            """
                    open held@5       -> held@5
                    payment@11 ACTION_REQUIRED open -> payment ACTION_REQUIRED
                    second@12 CONFIRMING open -> payment CONFIRMING
                    expired@7         -> expired@7
                    payment@13 DECLINED in vain -> -
                    confirmed@9       -> confirmed@9, closed""",
            """
                    open held@5       -> held@5
                    payment@11 ACTION_REQUIRED open -> payment ACTION_REQUIRED
                    second@12 DECLINED in vain -> payment DECLINED
                    expired@7         -> expired@7
                    payment@13 VOIDED in vain -> -, closed""",
            // connecting in the middle of it
            """
                    payment@11 ACTION_REQUIRED open -> -
                    payment@10 NEW open -> -
                    open expired@7    -> payment ACTION_REQUIRED expired@7
                    payment@12 VOIDED in vain -> payment VOIDED, closed""",
            // who has the end already hears no more of how it was paid
            """
                    payment@15 CAPTURED -> -
                    open confirmed@9 last 9 -> -, closed""",
            // the queue position: only when it changed, once a second, only while waiting
            """
                    ahead 9 at 0      -> -
                    open pending      -> -
                    ahead 9 at 0      -> queued 9
                    ahead 9 at 1500   -> -
                    ahead 8 at 1600   -> queued 8
                    ahead 7 at 2500   -> -
                    ahead 7 at 2600   -> queued 7
                    ahead 0 at 3600   -> queued 0
                    held@5            -> held@5
                    ahead 1 at 9999   -> -"""
    })
    void shouldSayWhatIsNewer(String script) {
        play(new BookingStream(Scripts.X, Scripts.ME, new BookingStream.Place(3, 5)), script);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            """
                    open pending      -> -
                    refused@5 in 3    -> -
                    held@5            -> held@5""",
            // the id turned out to be somebody else's: without a receipt there is nothing to wait for
            """
                    open pending      -> -
                    reread other:held@4 -> -, closed""",
            """
                    open pending      -> -
                    reread unknown    -> -, closed"""
    })
    void shouldDoWithoutReceipt(String script) {
        play(new BookingStream(Scripts.X, Scripts.ME, null), script);
    }

    @Test
    void shouldRefuseToOpenTwice() {
        var stream = new BookingStream(Scripts.X, Scripts.ME, null);
        var _ = stream.open(new Snapshot.Pending(), BookingStream.NO_EVENT);
        assertThatThrownBy(() -> stream.open(new Snapshot.Pending(), BookingStream.NO_EVENT))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Any interleaving of registration, snapshot, outcomes (some twice, some lost) and a last reread ends at the truth. */
    @Test
    void shouldEndAtTheTruthWhateverTheOrder() {
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var history = random.nextBoolean() ? List.of("held@5", "held@7", "cancelled@9") : List.of("rejected@5");
            var stream = new BookingStream(Scripts.X, Scripts.ME, new BookingStream.Place(3, 5));
            var told = new ArrayList<StreamEvent>();
            int committed = random.nextInt(history.size() + 1);
            var copies = new ArrayList<String>();
            for (int i = 0; i < 12; i++) {
                if (random.nextInt(3) == 0 && committed < history.size()) {
                    copies.add(history.get(committed++));
                } else if (!copies.isEmpty() && random.nextInt(4) > 0) {
                    told.addAll(stream.outcome(3, Scripts.outcome(copies.get(random.nextInt(copies.size())))));
                } else if (i == 4) {
                    told.addAll(stream.open(snapshot(history, committed), BookingStream.NO_EVENT));
                }
            }
            if (!stream.isWaiting() && told.isEmpty() && !stream.isClosed()) {
                told.addAll(open(stream, snapshot(history, committed)));
            }
            told.addAll(stream.reread(snapshot(history, history.size())));
            var versions = told.stream().map(event -> ((StreamEvent.Changed) event).booking().version()).toList();
            assertThat(versions).as("seed " + seed).isSorted().doesNotHaveDuplicates()
                    .last().isEqualTo(Scripts.booking(history.getLast()).version());
            assertThat(stream.isClosed()).as("seed " + seed).isTrue();
        }
    }

    private static List<StreamEvent> open(BookingStream stream, Snapshot snapshot) {
        try {
            return stream.open(snapshot, BookingStream.NO_EVENT);
        } catch (IllegalStateException openAlready) {
            return List.of();
        }
    }

    private static Snapshot snapshot(List<String> history, int committed) {
        return committed == 0
                ? new Snapshot.Pending()
                : new Snapshot.Stored(Scripts.booking(history.get(committed - 1)));
    }

    private static void play(BookingStream stream, String script) {
        for (var line : script.lines().toList()) {
            var parts = line.split("->");
            var told = Scripts.words(step(stream, parts[0].strip().split(" +")));
            assertThat(told + (stream.isClosed() ? ", closed" : "")).as(line + "\nin\n" + script)
                    .isEqualTo(parts[1].strip());
        }
    }

    private static List<StreamEvent> step(BookingStream stream, String[] words) {
        return switch (words[0]) {
            case "open" -> stream.open(snapshot(words[1]),
                    words.length > 2 ? Long.parseLong(words[3]) : BookingStream.NO_EVENT);
            case "reread" -> stream.reread(snapshot(words[1]));
            case String payment when payment.startsWith("payment@") || payment.startsWith("second@") ->
                stream.payment(new PaymentChange(new UUID(9, payment.startsWith("second@") ? 2 : 1), Scripts.X,
                        words[words.length - 2].equals("by") ? "other" : Scripts.ME, version(payment),
                        words.length > 2 && words[2].equals("open"), words.length > 3 && words[2].equals("in"),
                        words[1]));
            case "ahead" -> stream.ahead(Long.parseLong(words[1]), Long.parseLong(words[3]));
            case String refused when refused.startsWith("refused@") -> stream.outcome(Integer.parseInt(words[2]),
                    Scripts.refusal(version(refused), words.length > 3 ? words[4] : Scripts.ME,
                            CommandType.RESERVE_SEATS));
            default -> stream.outcome(3, Scripts.outcome(words[0]));
        };
    }

    private static Snapshot snapshot(String word) {
        return switch (word) {
            case "pending" -> new Snapshot.Pending();
            case "unknown" -> new Snapshot.Unknown();
            case String lost when lost.startsWith("lost@") -> new Snapshot.Lost(version(lost));
            case String refused when refused.startsWith("refused@") ->
                new Snapshot.Refused(version(refused), Reason.BOOKING_ID_REUSED, BookingStatus.HELD);
            default -> new Snapshot.Stored(Scripts.booking(word));
        };
    }

    private static long version(String word) {
        return Long.parseLong(word.substring(word.indexOf('@') + 1));
    }
}
