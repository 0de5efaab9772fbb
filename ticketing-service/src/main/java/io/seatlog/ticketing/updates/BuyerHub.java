package io.seatlog.ticketing.updates;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.booking.Bookings;
import io.seatlog.ticketing.log.Positions;
import io.seatlog.ticketing.updates.rules.BuyerStream;
import io.seatlog.ticketing.updates.rules.StreamEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The open streams of buyers, found by buyer. Thread-safe: a lock a stream. */
final class BuyerHub {
    private static final Logger LOG = LoggerFactory.getLogger(BuyerHub.class);
    private static final int REREAD_BATCH = 1000;
    private final Bookings bookings;
    private final Positions positions;
    private final BlockingCalls postgres;
    private final BookingFrames frames;
    private final Map<String, Set<Follower>> followers = new ConcurrentHashMap<>();
    private final Wheel<Follower> wheel = new Wheel<>();

    BuyerHub(Bookings bookings, Positions positions, BlockingCalls postgres, BookingFrames frames) {
        this.bookings = bookings;
        this.positions = positions;
        this.postgres = postgres;
        this.frames = frames;
    }

    final class Follower {
        private final Channel channel;
        private final BuyerStream rules;
        private int slot;

        private Follower(String buyer, Channel channel) {
            this.channel = channel;
            rules = new BuyerStream(buyer, positions.decided());
        }

        /** @return whether everything could be told */
        private synchronized boolean open(Collection<Booking> open) {
            tell(rules.open(open));
            return !rules.needsReread();
        }

        private synchronized void reread(Stream<Booking> now) {
            tell(rules.reread(now.toList()));
        }

        private synchronized void outcome(int partition, Outcome outcome) {
            tell(rules.outcome(partition, outcome));
        }

        private synchronized Set<UUID> following() {
            return rules.open();
        }

        private void tell(List<StreamEvent> events) {
            if (!events.isEmpty()) {
                channel.send(frames.ofManyBookings(events));
            }
        }
    }

    Follower register(String buyer, Channel channel) {
        var follower = new Follower(buyer, channel);
        followers.compute(buyer, (_, streams) -> {
            var all = streams == null ? ConcurrentHashMap.<Follower>newKeySet() : streams;
            all.add(follower);
            return all;
        });
        follower.slot = wheel.add(follower);
        return follower;
    }

    void unregister(Follower follower) {
        wheel.remove(follower.slot, follower);
        followers.computeIfPresent(follower.rules.buyer(), (_, streams) -> {
            streams.remove(follower);
            return streams.isEmpty() ? null : streams;
        });
    }

    /**
     * Whether any buyer's stream is open: the buyer stands inside the value, so then every outcome is decoded. That costs a
     * fifth of a microsecond each, under one percent of a core at 40,000 outcomes a second.
     */
    boolean awaitsAnything() {
        return !followers.isEmpty();
    }

    void outcome(int partition, Outcome outcome) {
        var buyer = switch (outcome) {
            case Outcome.OfBooking of -> of.booking().buyer();
            case Outcome.CommandRefused refused -> refused.buyer();
            case Outcome.OfSubsection _ -> null;
        };
        if (buyer != null) {
            followers.getOrDefault(buyer, Set.of()).forEach(follower -> follower.outcome(partition, outcome));
        }
    }

    void beat(long tick) {
        rereadEach(due -> wheel.due(tick, StreamBeat.REREAD, due));
    }

    void rereadAll() {
        rereadEach(wheel::forEach);
    }

    Mono<List<Booking>> snapshot(Follower follower) {
        var buyer = follower.rules.buyer();
        return postgres.call(
                () -> bookings.mine(buyer, null,
                        new Bookings.Page(BookingStatus.HELD, null, BuyerStream.REMEMBERED_MAX)));
    }

    void open(Follower follower, Collection<Booking> open) {
        if (!follower.open(open)) {
            reread(List.of(follower));
        }
    }

    private void rereadEach(Consumer<Consumer<Follower>> members) {
        var all = new ArrayList<Follower>();
        members.accept(all::add);
        for (int from = 0; from < all.size(); from += REREAD_BATCH) {
            reread(all.subList(from, Math.min(from + REREAD_BATCH, all.size())));
        }
    }

    private void reread(List<Follower> batch) {
        postgres.call(() -> read(batch)).subscribe(now -> batch.forEach(follower -> tell(follower, now)),
                failure -> LOG.debug("{} streams not read again: {}", batch.size(), failure.toString()));
    }

    /** What the buyers have open now, and what the streams believe to be open. */
    private Map<UUID, Booking> read(List<Follower> batch) {
        var now = bookings.openOf(batch.stream().map(follower -> follower.rules.buyer()).collect(Collectors.toSet()));
        var closed = batch.stream().flatMap(follower -> follower.following().stream())
                .filter(id -> !now.containsKey(id)).collect(Collectors.toSet());
        if (!closed.isEmpty()) {
            now.putAll(bookings.byIds(closed));
        }
        return now;
    }

    private static void tell(Follower follower, Map<UUID, Booking> now) {
        var following = follower.following();
        follower.reread(now.values().stream().filter(booking -> booking.buyer().equals(follower.rules.buyer())
                && (booking.status() == BookingStatus.HELD || following.contains(booking.id()))));
    }
}
