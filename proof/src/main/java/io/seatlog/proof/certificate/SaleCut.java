package io.seatlog.proof.certificate;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Command;
import io.seatlog.reservation.partition.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The moment that an archive is of: one snapshot of the database. What its partitions had decided then is in the archive,
 * and nothing that was decided later.
 *
 * @param partitions those of the event, by number
 * @param subsections those of the event, by id
 * @param foreignReused ids of other events' bookings that somebody used again in these partitions; commands and outcomes
 * that name one are left out, because whether they were right depends on an event that is not in the archive
 * @param paymentsUnderWay of the event; -1 when nobody may look
 */
record SaleCut(UUID eventId, Map<Integer, Position> partitions, Map<Integer, Command.OpenSubsection> subsections,
        Set<UUID> foreignReused, long deadLetters, long paymentsUnderWay) {

    /**
     * @param nextOffset of the first command that was not decided yet
     * @param stored outcomes of the last batch, which may not be on the topic yet
     */
    record Position(int generation, long nextOffset, Instant logTime, List<Publication> stored) {
        boolean decided(long version) {
            return version < Version.of(generation, nextOffset);
        }
    }
}
