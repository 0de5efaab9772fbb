package io.seatlog.reservation.subsection;

import io.seatlog.kernel.seating.Seats;
import org.jspecify.annotations.Nullable;

/**
 * Chooses seats for a buyer who leaves the choice to us. The rule:
 *
 * <ol>
 * <li>All seats side by side in one row: of the rows that have such a block the best one, which is the lowest. In that
 * row a block that leaves no single free seat at its sides, where that can be avoided; then the one nearest the row's
 * centre, then the lower one.
 * <li>Where no row has the whole block: the largest block that any row has, by the same rule, and then the rest in the
 * same way. So the party is split into the fewest blocks that are possible, the largest first; single seats scattered
 * over the subsection are the limit of that.
 * <li>Nothing when fewer seats are free than were asked for.
 * </ol>
 *
 * A seat can begin a block of n when it and its n - 1 followers are free and none of the followers begins a row. That
 * is n shifted ANDs over the words of all seats at once, so the work does not depend on where the free seats are. Rows
 * may have different lengths.
 */
final class BestAvailable {
    private final SeatBits rowStarts;

    /** @param rowStarts the first seat of every row; seat 0 is one */
    BestAvailable(SeatBits rowStarts) {
        this.rowStarts = rowStarts;
    }

    /** @return so many of the free seats, or none when there are not so many */
    Seats choose(SeatBits available, int quantity) {
        var free = available.copy();
        var chosen = new int[quantity];
        int count = 0;
        while (count < quantity) {
            var block = best(free, quantity - count);
            if (block == null) {
                return Seats.NONE;
            }
            for (int seat = block.first; seat < block.first + block.length; seat++) {
                chosen[count++] = seat;
                free.remove(seat);
            }
        }
        return Seats.of(chosen);
    }

    private record Block(int first, int length) {}

    /** The best of the largest blocks of at most so many seats. */
    private @Nullable Block best(SeatBits free, int atMost) {
        var followers = free.andNot(rowStarts);
        var starts = free;
        int length = 1;
        while (length < atMost) {
            var longer = starts.and(followers.down(length));
            if (longer.isEmpty()) {
                break;
            }
            starts = longer;
            length++;
        }
        int any = starts.next(0);
        if (any == starts.size()) {
            return null;
        }
        return new Block(bestStart(free, followers, starts, length, any), length);
    }

    private int bestStart(SeatBits free, SeatBits followers, SeatBits starts, int length, int any) {
        int from = rowStarts.previous(any);
        int to = rowStarts.next(any + 1);
        var orphanBefore = orphansBefore(free);
        var orphanAfter = followers.andNot(followers.down(1)).down(length);
        int clean = nearest(starts.andNot(orphanBefore).andNot(orphanAfter), length, from, to);
        // Without a clean one every run of free seats here is one seat too long, and every start leaves exactly that one.
        return clean >= 0 ? clean : nearest(starts, length, from, to);
    }

    /** The seats whose neighbour before them would be left alone: it is free, in their row, and the one before it is not. */
    private SeatBits orphansBefore(SeatBits free) {
        var neighbourFree = free.up(1).andNot(rowStarts);
        return neighbourFree.andNot(neighbourFree.up(1));
    }

    /** @return the start in [from, to) whose block lies nearest the centre of that row, -1 when there is none */
    private static int nearest(SeatBits starts, int length, int from, int to) {
        int centred = from + (to - from - length) / 2;
        int lower = starts.previous(centred);
        int upper = starts.next(centred + 1);
        if (lower < from) {
            return upper < to ? upper : -1;
        }
        return upper < to && fromCentre(upper, length, from, to) < fromCentre(lower, length, from, to) ? upper : lower;
    }

    /** Twice the distance between the centres of the block and the row, which is a whole number. */
    private static int fromCentre(int start, int length, int from, int to) {
        return Math.abs(2 * start + length - from - to);
    }
}
