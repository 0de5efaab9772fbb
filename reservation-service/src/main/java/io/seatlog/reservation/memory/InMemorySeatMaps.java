package io.seatlog.reservation.memory;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.reservation.seatmap.SeatMapUnavailableException;
import io.seatlog.reservation.seatmap.SeatMaps;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Seat maps in memory, under the same contract as the real store, and able to fail like it: keys get lost, the store
 * goes back to an earlier moment, is torn, does not answer, or takes late what its writer gave up. Safe on any thread.
 */
public final class InMemorySeatMaps implements SeatMaps {
    private final Map<Integer, byte[]> values = new TreeMap<>();
    private final Set<Integer> otherTypes = new HashSet<>();
    private boolean failing;
    private int failingAfter = Integer.MAX_VALUE;
    private BooleanSupplier late = () -> false;
    private final List<List<Update>> onTheWay = new ArrayList<>();

    @Override
    public synchronized List<Result> project(List<Update> updates) {
        requireAvailable();
        if (late.getAsBoolean()) {
            onTheWay.add(List.copyOf(updates));
            throw new SeatMapUnavailableException("no answer in time, as told", null);
        }
        var results = new ArrayList<Result>();
        for (var update : updates) {
            if (failingAfter == 0) {
                failingAfter = Integer.MAX_VALUE;
                throw new SeatMapUnavailableException("failed in the middle, as told", null);
            }
            failingAfter -= failingAfter == Integer.MAX_VALUE ? 0 : 1;
            results.add(write(update));
        }
        return results;
    }

    @Override
    public synchronized Map<Integer, MapLayout.Header> headers(Collection<Integer> subsectionIds) {
        requireAvailable();
        var headers = new HashMap<Integer, MapLayout.Header>();
        for (int id : subsectionIds) {
            header(id).ifPresent(header -> headers.put(id, header));
        }
        return headers;
    }

    /** Every call fails until told otherwise. */
    public synchronized void failing(boolean now) {
        failing = now;
    }

    /** The next projection fails after so many of its updates were written. */
    public synchronized void failAfter(int updates) {
        failingAfter = updates;
    }

    /** @param each says whether a projection is given up by its writer, and stays {@link #onTheWay} */
    public synchronized void late(BooleanSupplier each) {
        late = each;
    }

    /** How many projections were given up and may still arrive. */
    public synchronized int onTheWay() {
        return onTheWay.size();
    }

    /** One of them does, and nobody hears of it. */
    public synchronized void arrive(int which) {
        onTheWay.remove(which).forEach(this::write);
    }

    /** What is stored now, for {@link #rollBack}. */
    public synchronized Map<Integer, byte[]> moment() {
        return new HashMap<>(values);
    }

    /** Goes back to an earlier moment, like a store that lost what it had not synced. */
    public synchronized void rollBack(Map<Integer, byte[]> moment) {
        clear();
        values.putAll(moment);
    }

    /** A torn map: the first half of the image's bytes over what is stored, under the header of no version. */
    public synchronized void halfWrite(int subsectionId, MapLayout.Image image) {
        var torn = image.toBytes();
        var old = values.getOrDefault(subsectionId, new byte[0]);
        for (int i = torn.length / 2; i < torn.length; i++) {
            torn[i] = i < old.length ? old[i] : 0;
        }
        Arrays.fill(torn, 0, MapLayout.HEADER_BYTES, (byte) 0);
        put(subsectionId, torn);
    }

    /** @return the bytes of a map's key, null when it does not exist */
    public synchronized byte @Nullable [] get(int subsectionId) {
        var value = values.get(subsectionId);
        return value == null ? null : value.clone();
    }

    /** Past every guard. */
    public synchronized void put(int subsectionId, byte[] bytes) {
        otherTypes.remove(subsectionId);
        values.put(subsectionId, bytes.clone());
    }

    /** The key holds something that is no map. */
    public synchronized void putOtherType(int subsectionId) {
        values.remove(subsectionId);
        otherTypes.add(subsectionId);
    }

    /** Loses one key. */
    public synchronized void delete(int subsectionId) {
        values.remove(subsectionId);
        otherTypes.remove(subsectionId);
    }

    /** Loses all keys. */
    public synchronized void clear() {
        values.clear();
        otherTypes.clear();
    }

    private void requireAvailable() {
        if (failing) {
            throw new SeatMapUnavailableException("fails, as told", null);
        }
    }

    private Optional<MapLayout.Header> header(int subsectionId) {
        return MapLayout.Header.parse(values.getOrDefault(subsectionId, new byte[0]));
    }

    private Result write(Update update) {
        var image = update.image();
        var header = header(update.subsectionId());
        long stored = header.isEmpty() ? -1 : header.get().version();
        if (stored > image.version() && stored != update.base()) {
            return Result.REFUSED;
        }
        var old = values.get(update.subsectionId());
        boolean onBase = update.base() != Version.NONE && stored == update.base() && stored < image.version();
        if (old == null || !onBase || old.length != image.toBytes().length
                || update.changed().size() > MAX_DELTA_SEATS) {
            put(update.subsectionId(), image.toBytes());
            return Result.WHOLE;
        }
        put(update.subsectionId(), delta(old, update));
        return Result.DELTA;
    }

    /** Only what the update names, so that a change it forgot shows as it would in the real store. */
    private static byte[] delta(byte[] old, Update update) {
        var image = update.image();
        var value = old.clone();
        ByteBuffer.wrap(value).putLong(image.version() << MapLayout.FREE_BITS | image.free());
        update.changed().stream().forEach(seat -> {
            int at = MapLayout.HEADER_BYTES + seat / 4;
            int shift = 6 - seat % 4 * MapLayout.SEAT_BITS;
            value[at] = (byte) (value[at] & ~(3 << shift) | image.state(seat).ordinal() << shift);
        });
        return value;
    }
}
