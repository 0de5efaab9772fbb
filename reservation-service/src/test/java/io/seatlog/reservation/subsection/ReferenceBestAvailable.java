package io.seatlog.reservation.subsection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rule of {@link BestAvailable} seat by seat, as slow and as plain as it can be said. */
final class ReferenceBestAvailable {
    private record Block(int row, int column, int length) {}

    private ReferenceBestAvailable() {}

    /**
     * @param rows true where a seat is free
     * @return seats as (row, column), block after block; empty when not so many are free
     */
    static List<int[]> choose(List<boolean[]> rows, int quantity) {
        var free = rows.stream().map(boolean[]::clone).toList();
        var chosen = new ArrayList<int[]>();
        while (chosen.size() < quantity) {
            var block = best(free, quantity - chosen.size());
            if (block == null) {
                return List.of();
            }
            for (int column = block.column; column < block.column + block.length; column++) {
                chosen.add(new int[]{block.row, column});
                free.get(block.row)[column] = false;
            }
        }
        return chosen;
    }

    private static @Nullable Block best(List<boolean[]> rows, int atMost) {
        for (int length = atMost; length > 0; length--) {
            for (int row = 0; row < rows.size(); row++) {
                var best = bestOfRow(rows.get(row), row, length);
                if (best != null) {
                    return best;
                }
            }
        }
        return null;
    }

    private static @Nullable Block bestOfRow(boolean[] row, int number, int length) {
        return IntStream.rangeClosed(0, row.length - length)
                .filter(start -> IntStream.range(start, start + length).allMatch(column -> row[column]))
                .mapToObj(start -> new Block(number, start, length))
                .min(Comparator.<Block>comparingInt(block -> orphans(row, block))
                        .thenComparingDouble(block -> Math.abs(block.column + length / 2.0 - row.length / 2.0))
                        .thenComparingInt(Block::column))
                .orElse(null);
    }

    private static int orphans(boolean[] row, Block block) {
        int before = block.column - 1;
        int after = block.column + block.length;
        boolean orphanBefore = free(row, before) && !free(row, before - 1);
        boolean orphanAfter = free(row, after) && !free(row, after + 1);
        return (orphanBefore ? 1 : 0) + (orphanAfter ? 1 : 0);
    }

    private static boolean free(boolean[] row, int column) {
        return column >= 0 && column < row.length && row[column];
    }
}
