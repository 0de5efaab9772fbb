package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.proof.history.Coverage;
import io.seatlog.proof.history.Coverage.Kind;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.proof.history.HistoryWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Writes the archive of a sale from a running system, in which it changes nothing.
 *
 * <p>Rows come first, in one snapshot, and with them the positions and the stored outcomes of the partitions. The snapshot
 * is the cut: afterwards the log is read up to its positions, and outcomes up to the end that the topic has by then, but
 * only those of commands before the cut. All outcomes but those of the last batch were on the topic before that batch
 * committed, and the last batch's are in its row: so commands, outcomes and rows are those of one moment, also when the
 * sale goes on. Maps and money have no such moment. They are taken only when nothing of the event happened after the cut,
 * up to the end of the reading; otherwise the sale is not at rest, and they are left out.
 */
public final class SaleArchive {
    private static final int MAP_TRIES = 7;
    private final Sources sources;
    private final UUID eventId;
    private final Path folder;
    private final Duration grace;
    private final Progress progress;
    private final List<String> notes = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    /**
     * @param folder exists and has no archive yet
     * @param grace how long past its deadline a hold may stay, by log time
     */
    public SaleArchive(Sources sources, UUID eventId, Path folder, Duration grace, Progress progress) {
        this.sources = sources;
        this.eventId = eventId;
        this.folder = folder;
        this.grace = grace;
        this.progress = progress;
    }

    /** Of the archive, in words, once it is written. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * @return the files
     * @throws IllegalStateException when the database has nothing of the event
     */
    public List<Path> write() throws IOException, SQLException, InterruptedException {
        var refusals = folder.resolve("refusals.tmp");
        try {
            return write(refusals);
        } finally {
            Files.deleteIfExists(refusals);
        }
    }

    private List<Path> write(Path refusals) throws IOException, SQLException, InterruptedException {
        SaleCut cut;
        Map<Integer, Long> versions;
        progress.at("reading rows", 0, 0);
        try (var connection = sources.connect();
                var writer = file("rows", Kind.BOOKINGS, Kind.CLAIMS, Kind.SUBSECTIONS, Kind.BUYERS);
                var aside = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(refusals)))) {
            var rows = new SaleRows(connection, eventId);
            cut = rows.cut();
            if (cut.subsections().isEmpty()) {
                throw new IllegalStateException("the database has no open subsection of event " + eventId);
            }
            versions = rows.write(writer, aside, progress);
        }
        boolean quiet;
        try (var log = new SaleLog(sources.kafka(), cut, progress)) {
            var missing = log.missing();
            if (missing.isEmpty()) {
                try (var writer = file("log", Kind.COMMANDED, Kind.DECIDED, Kind.REFUSALS)) {
                    log.write(writer);
                    refusals(refusals, log, writer);
                }
                quiet = log.isQuiet() && cut.paymentsUnderWay() == 0;
                if (quiet) {
                    maps(versions);
                    charges();
                    quiet = log.isQuiet();
                }
            } else {
                missing.stream().limit(5).forEach(notes::add);
                quiet = false;
            }
            note(cut, log);
        }
        if (!quiet) {
            leaveOut("maps");
            leaveOut("money");
        }
        end(cut, quiet);
        return List.copyOf(files);
    }

    private void note(SaleCut cut, SaleLog log) {
        if (cut.deadLetters() > 0) {
            notes.add(cut.deadLetters() + " dead letters are in the event's partitions, of this event or another.");
        }
        if (log.foreign() > 0) {
            notes.add(log.foreign()
                    + " commands of other events in the same partitions were left out but for their time.");
        }
        if (log.reused() > 0) {
            notes.add(log.reused() + " commands name a booking of another event and were left out.");
        }
        if (cut.foreignReused().size() >= SaleRows.MOST_FOREIGN) {
            notes.add("More than " + SaleRows.MOST_FOREIGN + " ids of other events' bookings were used again; what the "
                    + "rules find may be due to those that were not left out.");
        }
        if (cut.paymentsUnderWay() > 0) {
            notes.add(cut.paymentsUnderWay() + " payments of the event are under way.");
        } else if (cut.paymentsUnderWay() < 0) {
            notes.add("Payments may not be read by this user: whether the sale is at rest is not known.");
        }
    }

    private HistoryWriter file(String name, Kind... kinds) throws IOException {
        var file = folder.resolve(name + ".history");
        files.add(file);
        return new HistoryWriter(file, Coverage.of(kinds));
    }

    private void leaveOut(String name) throws IOException {
        var file = folder.resolve(name + ".history");
        files.remove(file);
        Files.deleteIfExists(file);
    }

    private void refusals(Path aside, SaleLog log, HistoryWriter writer) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(aside)))) {
            for (long left = Files.size(aside) / 29; left > 0; left--) {
                int partition = in.readInt();
                long version = in.readLong();
                var booking = new UUID(in.readLong(), in.readLong());
                var reason = Reason.ofCode(in.readUnsignedByte());
                if (log.isKept(partition, version)) {
                    writer.write(new HistoryRecord.RefusalRow(partition, version, booking, reason));
                }
            }
        }
    }

    /** A map may be late by a sweep, so it is asked for more than once. */
    private void maps(Map<Integer, Long> versions) throws IOException, InterruptedException {
        var map = sources.map();
        if (map == null) {
            notes.add("No address of the map store was given: maps were not looked at.");
            return;
        }
        progress.at("reading maps", 0, 0);
        try (var jedis = new Jedis(new HostAndPort(map.getHost(), map.getPort()),
                DefaultJedisClientConfig.builder().timeoutMillis(2_000).build())) {
            for (int tries = 1; tries < MAP_TRIES && !isShown(jedis, versions); tries++) {
                Thread.sleep(1_000);
            }
            try (var writer = file("maps", Kind.MAPS)) {
                for (var subsection : versions.keySet()) {
                    var image = image(jedis, subsection);
                    if (image != null) {
                        writer.write(new HistoryRecord.MapImage(subsection, image));
                    }
                }
            }
        } catch (JedisException unavailable) {
            leaveOut("maps");
            notes.add("The map store does not answer: maps were not looked at.");
        }
    }

    private static boolean isShown(Jedis jedis, Map<Integer, Long> versions) {
        return versions.entrySet().stream().allMatch(subsection -> {
            var image = image(jedis, subsection.getKey());
            return image != null && MapLayout.Header.parse(image)
                    .filter(header -> header.version() == subsection.getValue()).isPresent();
        });
    }

    private static byte @Nullable [] image(Jedis jedis, int subsection) {
        return jedis.get(MapLayout.key(subsection).getBytes(StandardCharsets.US_ASCII));
    }

    private void charges() throws IOException, SQLException, InterruptedException {
        var provider = sources.provider();
        if (provider == null) {
            notes.add("No address of the provider's books was given: money was not looked at.");
            return;
        }
        try (var connection = sources.connect(); var writer = file("money", Kind.CHARGES)) {
            new ProviderBooks(provider, progress).write(connection, eventId, writer);
        }
    }

    private void end(SaleCut cut, boolean atRest) throws IOException {
        Map<Integer, Instant> logTimes = new TreeMap<>();
        cut.partitions().forEach((partition, position) -> logTimes.put(partition, position.logTime()));
        try (var writer = file("end", Kind.END)) {
            writer.write(new HistoryRecord.End(logTimes, atRest, grace));
        }
    }
}
