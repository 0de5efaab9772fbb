package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.reservation.journal.BatchWrites;
import io.seatlog.reservation.journal.BuyerOfEvent;
import io.seatlog.reservation.memory.InMemoryJournal;
import io.seatlog.reservation.memory.InMemoryLog;
import io.seatlog.reservation.partition.Publication;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The same log once more, decided by one process that nothing disturbs: the log alone says what becomes of every request, so
 * whatever happened, the end is the same. Not so where the order <em>between</em> partitions decides: tickets of a buyer, and
 * one id in two partitions.
 */
final class Replay {
    private static final int MOST_ROUNDS = 10_000;

    private Replay() {}

    static boolean appliesTo(Setting setting) {
        return setting.partitions() == 1 || !setting.limitsBuyers() && !setting.faults().contains(Fault.TWINS);
    }

    /** @return how the world differs from what its log says */
    static List<String> differences(World world) {
        var quiet = of(world);
        var problems = new ArrayList<String>();
        var was = world.journal;
        var is = quiet.journal;
        compare("bookings", is.bookings(), was.bookings(), problems);
        compare("claims", is.tickets(), was.tickets(), problems);
        compare("versions of subsections", is.subsectionVersions(), was.subsectionVersions(), problems);
        compare("free seats", is.freeSeats(), was.freeSeats(), problems);
        compare("terms", is.terms(), was.terms(), problems);
        compare("tickets of buyers", tickets(is), tickets(was), problems);
        compare("refusals", is.refusals(), was.refusals(), problems);
        compare("dead letters", deadLetters(is), deadLetters(was), problems);
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            compare("outcomes of partition " + partition, outcomes(quiet, partition, problems),
                    outcomes(world, partition, problems), problems);
        }
        return problems;
    }

    private static World of(World world) {
        var setting = world.setting;
        var quiet = new World(new ScriptedChoices(), new Setting(setting.partitions(), setting.subsections(),
                setting.rows(), setting.seatsPerRow(), Integer.MAX_VALUE, setting.holdSeconds(),
                setting.mostPerBuyer(), whatStays(setting)), Trace.SILENT);
        int generations = IntStream.range(0, setting.partitions()).map(world::generation).max().orElse(1);
        for (int generation = 1; generation <= generations; generation++) {
            if (generation > 1) {
                quiet.log.replaceTopic();
                quiet.journal.adopt(quiet.log.identities());
            }
            for (int partition = 0; partition < setting.partitions(); partition++) {
                append(world, quiet, partition, generation);
            }
            decide(quiet);
        }
        return quiet;
    }

    private static void append(World world, World quiet, int partition, int generation) {
        for (var record : world.losses.history(partition)
                .subMap(Version.of(generation, 0), Version.of(generation + 1, 0)).values()) {
            quiet.log.append(partition, new String(record.key(), StandardCharsets.US_ASCII), record.value(),
                    record.appendTime());
        }
    }

    private static void decide(World quiet) {
        var only = quiet.start();
        for (int partition = 0; partition < quiet.setting.partitions(); partition++) {
            quiet.assign(partition, only);
        }
        for (int round = 0; !only.isDone(); round++) {
            if (round > MOST_ROUNDS) {
                throw new IllegalStateException("the replay does not end");
            }
            only.step();
            while (quiet.log.underWay() > 0) {
                quiet.log.answer(InMemoryLog.Answer.ACKNOWLEDGED);
            }
        }
    }

    /** What the database refuses it refuses in peace, too. */
    private static Set<Fault> whatStays(Setting setting) {
        return setting.faults().contains(Fault.UNSTORABLE) ? Set.of(Fault.UNSTORABLE) : Set.of();
    }

    private static <T> void compare(String what, T expected, T was, List<String> problems) {
        if (!Objects.equals(expected, was)) {
            problems.add(what + " are not what the log says: " + difference(expected, was));
        }
    }

    private static String difference(Object expected, Object was) {
        if (expected instanceof Map<?, ?> one && was instanceof Map<?, ?> other) {
            var lines = new ArrayList<String>();
            one.forEach((key, value) -> {
                if (!value.equals(other.get(key))) {
                    lines.add(key + " should be " + value + " and is " + other.get(key));
                }
            });
            other.forEach((key, value) -> {
                if (!one.containsKey(key)) {
                    lines.add(key + " should not be, and is " + value);
                }
            });
            return String.join("; ", lines.subList(0, Math.min(3, lines.size())));
        }
        return "they should be " + expected + " and are " + was;
    }

    /** A row of no tickets is as good as none: whether there is one depends on how the log was cut into batches. */
    private static Map<BuyerOfEvent, Integer> tickets(InMemoryJournal journal) {
        var tickets = new HashMap<>(journal.buyerTickets());
        tickets.values().removeIf(taken -> taken == 0);
        return tickets;
    }

    private static List<String> deadLetters(InMemoryJournal journal) {
        return journal.deadLetters().stream().map(Replay::deadLetter).toList();
    }

    private static String deadLetter(BatchWrites.DeadLetter letter) {
        return letter.partition() + " " + letter.version() + " " + letter.reason() + " "
                + Arrays.toString(letter.value()) + " " + letter.at();
    }

    /** One of each command and subject: what a reader sees that drops repeats. */
    private static Map<String, Outcome> outcomes(World world, int partition, List<String> problems) {
        var seen = new TreeMap<String, Outcome>();
        for (var publication : world.log.published(partition)) {
            if (publication.target() == Publication.Target.OUTCOMES) {
                var outcome = OutcomeCodec.decode(publication.value());
                var before = seen.putIfAbsent(subject(outcome), outcome);
                if (before != null && !before.equals(outcome)) {
                    problems.add("one command, two outcomes: " + before + " and " + outcome);
                }
            }
        }
        return seen;
    }

    private static String subject(Outcome outcome) {
        return outcome.version() + switch (outcome) {
            case Outcome.OfSubsection of -> " subsection " + of.subsectionId();
            case Outcome.OfBooking of -> " booking " + of.booking().id();
            case Outcome.CommandRefused refused -> " refused " + refused.bookingId();
        };
    }
}
