package io.seatlog.ticketing.updates;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.ticketing.booking.BookingReads;
import io.seatlog.ticketing.booking.BookingState;
import io.seatlog.ticketing.booking.Claim;
import io.seatlog.ticketing.payment.PaymentListener;
import io.seatlog.ticketing.payment.PaymentNews;
import io.seatlog.ticketing.payment.PaymentReads;
import io.seatlog.ticketing.updates.rules.BookingStream;
import io.seatlog.ticketing.updates.rules.PaymentChange;
import io.seatlog.ticketing.updates.rules.Snapshot;
import io.seatlog.ticketing.updates.rules.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The open streams of single bookings, found by booking id. Thread-safe: a lock a stream. */
final class BookingHub implements PaymentListener {
    private static final Logger LOG = LoggerFactory.getLogger(BookingHub.class);
    private static final int REREAD_BATCH = 1000;
    private final BookingReads reads;
    private final PaymentReads payments;
    private final BookingFrames frames;
    private final Map<UUID, List<Follower>> followers = new ConcurrentHashMap<>();
    private final Wheel<Follower> wheel = new Wheel<>();

    BookingHub(BookingReads reads, PaymentReads payments, BookingFrames frames) {
        this.reads = reads;
        this.payments = payments;
        this.frames = frames;
    }

    /** One stream: its rules, and where they are heard. */
    final class Follower {
        private final Claim claim;
        private final Channel channel;
        private final BookingStream rules;
        private int slot;

        private Follower(Claim claim, Channel channel) {
            this.claim = claim;
            this.channel = channel;
            var receipt = claim.receipt();
            var place = receipt == null ? null : new BookingStream.Place(receipt.partition(), receipt.version());
            rules = new BookingStream(claim.bookingId(), claim.buyer(), place);
        }

        /** @return whether anything was, or may still be, said */
        synchronized boolean open(BookingState state, long lastEventId) {
            var told = rules.open(snapshot(claim, state), lastEventId);
            tell(told);
            return !told.isEmpty() || !rules.isClosed();
        }

        private synchronized void reread(BookingState state) {
            tell(rules.reread(snapshot(claim, state)));
        }

        private synchronized void outcome(int partition, Outcome outcome) {
            tell(rules.outcome(partition, outcome));
        }

        private synchronized void payment(PaymentNews news) {
            tell(rules.payment(
                    new PaymentChange(news.view().id(), news.bookingId(), news.buyer(), news.change(), news.open(),
                            news.isInVain(), news.view())));
        }

        synchronized void position() {
            if (claim.receipt() != null && rules.isWaiting()) {
                var ahead = reads.ahead(claim.receipt());
                if (ahead != null) {
                    tell(rules.ahead(ahead, System.nanoTime() / 1_000_000));
                }
            }
        }

        private void tell(List<StreamEvent> events) {
            events.forEach(event -> channel.send(frames.ofOneBooking(event)));
            if (rules.isClosed()) {
                channel.end(System.nanoTime());
            }
        }
    }

    /** Before its snapshot is read: what is decided meanwhile is parked in the stream. */
    Follower register(Claim claim, Channel channel) {
        var follower = new Follower(claim, channel);
        followers.merge(claim.bookingId(), List.of(follower), BookingHub::concat);
        follower.slot = wheel.add(follower);
        return follower;
    }

    void unregister(Follower follower) {
        wheel.remove(follower.slot, follower);
        followers.computeIfPresent(follower.claim.bookingId(), (_, streams) -> without(streams, follower));
    }

    boolean awaits(UUID bookingId) {
        return followers.containsKey(bookingId);
    }

    void outcome(int partition, UUID bookingId, Outcome outcome) {
        followers.getOrDefault(bookingId, List.of()).forEach(follower -> follower.outcome(partition, outcome));
    }

    @Override
    public void changed(PaymentNews news) {
        followers.getOrDefault(news.bookingId(), List.of()).forEach(follower -> follower.payment(news));
    }

    /** The queue positions of a tenth of the streams: each is asked for once a second, not all at one moment. */
    void beat(long tick) {
        wheel.due(tick, StreamBeat.SECOND, Follower::position);
        rereadEach(due -> wheel.due(tick, StreamBeat.REREAD, due));
    }

    /** After a gap in the outcomes. */
    void rereadAll() {
        rereadEach(wheel::forEach);
    }

    private void rereadEach(Consumer<Consumer<Follower>> members) {
        var all = new ArrayList<Follower>();
        members.accept(all::add);
        for (int from = 0; from < all.size(); from += REREAD_BATCH) {
            reread(all.subList(from, Math.min(from + REREAD_BATCH, all.size())));
        }
    }

    private void reread(List<Follower> batch) {
        reads.states(batch.stream().map(follower -> follower.claim).distinct().toList()).subscribe(
                states -> batch.forEach(follower -> {
                    var state = states.get(follower.claim);
                    if (state != null) {
                        follower.reread(state);
                        payment(follower, state).subscribe(_ -> {},
                                failure -> LOG.debug("payment not read again: {}", failure.toString()));
                    }
                }), failure -> LOG.debug("{} streams not read again: {}", batch.size(), failure.toString()));
    }

    /** With the newest payment, if there can be one, which the stream keeps until it is opened. */
    Mono<BookingState> state(Follower follower) {
        return reads.state(follower.claim).flatMap(state -> payment(follower, state).thenReturn(state));
    }

    private Mono<Optional<PaymentNews>> payment(Follower follower, BookingState state) {
        return state instanceof BookingState.Known(var booking, _) && booking.status() != BookingStatus.REJECTED
                ? payments.latest(booking.id()).doOnNext(found -> found.ifPresent(follower::payment))
                : Mono.just(Optional.empty());
    }

    private static Snapshot snapshot(Claim claim, BookingState state) {
        return switch (state) {
            case BookingState.Known(var booking, _) -> new Snapshot.Stored(booking);
            case BookingState.Refused(var refusal) -> new Snapshot.Refused(refusal.version(), refusal.reason(),
                    refusal.status());
            case BookingState.Pending _ -> new Snapshot.Pending();
            case BookingState.Lost _ -> new Snapshot.Lost(Objects.requireNonNull(claim.receipt()).version());
            case BookingState.Unknown _ -> new Snapshot.Unknown();
        };
    }

    private static <T> List<T> concat(List<T> some, List<T> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** @return null, which removes the key, when nobody is left */
    private static <T> @Nullable List<T> without(List<T> all, T one) {
        var left = all.stream().filter(each -> each != one).toList();
        return left.isEmpty() ? null : left;
    }
}
