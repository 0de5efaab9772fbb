package io.seatlog.proof.history;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A valid history of random commands, sensible and not; the same for the same seed. Deadlines are kept. */
@NullUnmarked // What a test looks up is there.
final class RandomStory {
    private static final int LAST_REMEMBERED = 60;
    private final Random random;
    private final Story story;
    private final int subsections;
    private final int partitions;
    private final int buyers;
    private final int mostMillis;
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final List<Long> recent = new ArrayList<>();
    private long next;
    private long payments;

    private record Due(Instant at, UUID booking) {}

    /** @param mostMillis between two commands */
    RandomStory(Random random, Story story, int subsections, int partitions, int buyers, int mostMillis) {
        this.random = random;
        this.story = story;
        this.subsections = subsections;
        this.partitions = partitions;
        this.buyers = buyers;
        this.mostMillis = mostMillis;
    }

    static List<HistoryRecord> of(long seed, int commands) {
        var history = new ArrayList<HistoryRecord>();
        var random = new Random(seed);
        var story = new Story(history::add);
        story.maxPerBuyer = random.nextInt(3) == 0 ? 0 : 6;
        new RandomStory(random, story, 3, 2, 8, 20_000).tell(commands);
        return history;
    }

    void tell(int commands) {
        for (int id = 1; id <= subsections; id++) {
            story.open(id, id % partitions, 3, 8);
        }
        for (int i = 0; i < commands; i++) {
            story.now = story.now.plusMillis(random.nextInt(mostMillis));
            expireDue();
            step();
        }
        story.end();
    }

    private void expireDue() {
        for (var next = due.peek(); next != null && !next.at().isAfter(story.now); next = due.peek()) {
            due.remove();
            var booking = story.bookings.get(next.booking());
            if (booking.isDue(story.now)) {
                story.command(story.homes.get(booking.id()),
                        new Command.ExpireHolds(booking.subsectionId(), List.of(booking.id())));
            }
        }
    }

    /** Notes the deadline of a hold, also when it has moved. */
    private void watch(long booking) {
        var known = story.bookings.get(Story.id(booking));
        if (known.holdUntil() != null) {
            due.add(new Due(known.holdUntil(), known.id()));
        }
    }

    private void step() {
        int subsection = 1 + random.nextInt(subsections);
        if (recent.isEmpty() || random.nextInt(3) == 0) {
            reserve(subsection, ++next);
            return;
        }
        long booking = recent.get(random.nextInt(recent.size()));
        var known = story.bookings.get(Story.id(booking));
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> story.pay(booking);
            case 4 -> {
                story.extend(booking, 1 + random.nextInt(900));
                watch(booking);
            }
            case 5 -> story.cancel(booking);
            case 6 -> {
                if (!known.seats().isEmpty()) {
                    story.release(booking, known.seats().get(random.nextInt(known.seats().size())));
                }
            }
            case 7 -> story.expire(known.subsectionId(), booking, next + 5);
            case 8 -> story.cancelAll(known.subsectionId(), booking, next + 7);
            case 9 -> reserve(subsection, booking);
            case 10 -> story.command(story.partition(subsection),
                    new Command.CancelBooking(subsection, Story.id(booking), buyer(), Reason.PAYMENT_FAILED));
            case 11 -> story.sale(subsection, random.nextInt(3) == 0 ? Sale.PAUSED : Sale.OPEN);
            case 13 -> story.block(subsection, random.ints(0, 24).distinct().limit(1 + random.nextInt(3)).toArray());
            case 14 -> story.unblock(subsection, random.ints(0, 24).distinct().limit(1 + random.nextInt(9)).toArray());
            case 12 -> story.poison(random.nextInt(partitions));
            default -> story.command(story.partition(subsection), new Command.ConfirmBooking(subsection,
                    Story.id(booking), known.buyer(), Story.id(2_000_000 + ++payments), 4500, story.now.minusSeconds(
                            random.nextInt(3) - 1)));
        }
    }

    private String buyer() {
        return "buyer-" + random.nextInt(buyers);
    }

    private void reserve(int subsection, long booking) {
        int quantity = 1 + random.nextInt(5);
        var seats = new TreeSet<Integer>();
        while (seats.size() < quantity) {
            seats.add(random.nextInt(24));
        }
        boolean manual = random.nextBoolean();
        var before = story.bookings.get(Story.id(booking));
        story.command(story.partition(subsection), new Command.ReserveSeats(subsection, Story.id(booking),
                before != null && random.nextBoolean() ? before.buyer() : buyer(), quantity,
                manual ? Selection.MANUAL : Selection.BEST_AVAILABLE,
                manual ? Seats.of(seats.stream().mapToInt(Integer::intValue).toArray()) : Seats.NONE));
        if (before == null) {
            watch(booking);
            recent.add(booking);
            if (recent.size() > LAST_REMEMBERED) {
                recent.removeFirst();
            }
        }
    }
}
