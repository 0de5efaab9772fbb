package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.Version;
import io.seatlog.ticketing.log.Position;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How commands of ticketing-service get onto the log: only where somebody decides this very log, and what the log gives a
 * decided offset was not accepted. What it knows of positions is never old here; really it is up to two seconds.
 */
final class Edge {
    private final World world;

    Edge(World world) {
        this.world = world;
    }

    /** @return the version; empty when nothing was accepted, though it may be on the log */
    OptionalLong append(int partition, String key, byte[] value) {
        var position = position(partition);
        if (position == null || !position.isOn(world.log.topicId())) {
            return OptionalLong.empty();
        }
        long offset = world.append(partition, key, value);
        return position.awaits(offset)
                ? OptionalLong.of(Version.of(position.generation(), offset))
                : OptionalLong.empty();
    }

    /** Whether the log of a command was replaced: it is decided already, or never. */
    boolean hasEnded(int partition, long version) {
        var position = position(partition);
        return position != null && position.isAfter(Version.generation(version));
    }

    private @Nullable Position position(int partition) {
        var row = world.journal.progress().get(partition);
        return row == null ? null : new Position(row.topicId(), row.generation(), row.nextOffset());
    }
}
