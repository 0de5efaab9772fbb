package io.seatlog.reservation.subsection;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are written as on the map: {@code .} free, {@code x} not, {@code /} between rows; the choice as {@code 1}s. */
class BestAvailableTest {
    private static final int ROUNDS = 4_000;

    @ParameterizedTest(name = "{0}: best {1} of {2}")
    @CsvSource({
            // title, quantity, seats, chosen
            "one seat takes the centre,                     1, .......,           ...1...",
            "even row: the lower of two central seats,      1, ......,            ..1...",
            "a pair in the centre,                          2, ......,            ..11..",
            "an odd block in an even row leans low,         3, ..........,        ...111....",
            "the best row that has the block,               3, ..x../.......,     ..x../..111..",
            "row 1 stays best though only its edge is free, 2, xxxx../......,     xxxx11/......",
            "no orphan: moved off the centre,               2, .....,             11...",
            "no orphan between the block and a taken seat,  2, xx.....x,          xx11...x",
            "a single gap is filled before a run is cut,    1, xx.x..xx,          xx1x..xx",
            "a gap of the right size is filled,             2, x..x...x,          x11x...x",
            "a single seat in row 1 rather than a clean row 2,   3, x....x/.......,    x111.x/.......",
            "orphan unavoidable: the centre decides,        2, x...x.,            x.11x.",
            "the whole row,                                 5, x.../.....,        x.../11111",
            "never across rows,                             4, xx../..xx/....,    xx../..xx/1111",
            "two rows' ends are not a block,                4, xx../..xx,         xx11/11xx",
            "split: fewest blocks and the largest first,    5, ..x../...x./x.xxx, 11x../111x./x.xxx",
            "split: the rest by the same rule,              6, ....x/...xx,       1111x/.11xx",
            "scattered is the limit of splitting,           3, .x.x./xxxx.,       1x1x1/xxxx.",
            "all that is left,                              3, xx.x/.xx./xxxx,    xx1x/1xx1/xxxx",
            "not enough,                                    4, xx.x/.xx./xxxx,    none",
            "sold out,                                      1, xxxx/xxxx,         none"})
    void choosesByTheRule(String title, int quantity, String seats, String chosen) {
        var rows = parse(seats);

        var choice = chooseFast(rows, quantity);

        assertThat(show(rows, choice)).as(title).isEqualTo(chosen);
        assertThat(show(rows, chooseSlowly(rows, quantity))).as("the reference, " + title).isEqualTo(chosen);
    }

    /** Every state of two small rows, every quantity: nothing is left to chance here. */
    @Test
    void agreesWithTheReferenceOnEverySmallSubsection() {
        for (int bits = 0; bits < 1 << 12; bits++) {
            var rows = List.of(row(bits, 7), row(bits >> 7, 5));
            for (int quantity = 1; quantity <= Terms.MAX_TICKETS; quantity++) {
                var fast = chooseFast(rows, quantity);
                assertThat(fast).as(() -> show(rows, fast)).isEqualTo(chooseSlowly(rows, quantity));
            }
        }
    }

    @Test
    void agreesWithTheReferenceOnRandomSubsections() {
        long seed = Seeds.next();
        for (int round = 0; round < ROUNDS; round++) {
            var random = new Random(seed + round);
            var rows = randomRows(random);
            int quantity = 1 + random.nextInt(Terms.MAX_TICKETS);

            var fast = chooseFast(rows, quantity);

            assertThat(fast).as("seed %d round %d: best %d of %s", seed, round, quantity, show(rows, Seats.NONE))
                    .isEqualTo(chooseSlowly(rows, quantity));
        }
    }

    @Test
    void takesFreeSeatsInTheFewestBlocksAndNeverAcrossRows() {
        long seed = Seeds.next();
        for (int round = 0; round < ROUNDS; round++) {
            var random = new Random(seed + round);
            var rows = randomRows(random);
            int quantity = 1 + random.nextInt(Terms.MAX_TICKETS);
            var free = flat(rows);

            var choice = chooseFast(rows, quantity);

            var says = "seed %d round %d: best %d of %s".formatted(seed, round, quantity, show(rows, choice));
            assertThat(choice.isEmpty()).as(says).isEqualTo(IntStream.range(0, free.length).filter(seat -> free[seat])
                    .count() < quantity);
            assertThat(choice.stream().allMatch(seat -> free[seat])).as(says).isTrue();
            if (!choice.isEmpty()) {
                assertThat(choice.size()).as(says).isEqualTo(quantity);
                assertThat(runs(rows, choice).size()).as(says).isEqualTo(fewestBlocks(rows, quantity));
            }
        }
    }

    @Test
    void sellsTheLargestSubsectionToItsLastSeat() {
        var rows = List.of(new boolean[1_500], new boolean[64], new boolean[65], new boolean[2_371]);
        rows.forEach(row -> Arrays.fill(row, true));
        var bits = bits(rows);
        var best = new BestAvailable(rowStarts(rows));

        int sold = 0;
        for (var choice = best.choose(bits, 7); !choice.isEmpty(); choice = best.choose(bits, 7)) {
            choice.stream().forEach(bits::remove);
            sold += choice.size();
        }

        assertThat(sold).isEqualTo(SeatingPlan.MAX_SEATS / 7 * 7);
        assertThat(bits.count()).isEqualTo(SeatingPlan.MAX_SEATS - sold);
    }

    private static List<boolean[]> randomRows(Random random) {
        boolean large = random.nextInt(20) == 0;
        int longest = large ? 400 : 2 + random.nextInt(80);
        double taken = random.nextDouble();
        var rows = new ArrayList<boolean[]>();
        for (int seats = 0, count = 1 + random.nextInt(large ? 10 : 6); rows.size() < count;) {
            var row = new boolean[1 + random.nextInt(longest)];
            for (int column = 0; column < row.length; column++) {
                row[column] = random.nextDouble() > taken;
            }
            seats += row.length;
            if (seats > SeatingPlan.MAX_SEATS) {
                break;
            }
            rows.add(row);
        }
        return rows;
    }

    private static int fewestBlocks(List<boolean[]> rows, int quantity) {
        var lengths = runs(rows, Seats.of(IntStream.range(0, flat(rows).length).filter(seat -> flat(rows)[seat])
                .toArray())).stream().sorted((a, b) -> b - a).toList();
        int blocks = 0;
        for (int left = quantity; left > 0; left -= lengths.get(blocks++)) {}
        return blocks;
    }

    /** The lengths of the runs of neighbours that the seats make. */
    private static List<Integer> runs(List<boolean[]> rows, Seats seats) {
        var among = new boolean[flat(rows).length];
        seats.stream().forEach(seat -> among[seat] = true);
        var lengths = new ArrayList<Integer>();
        int seat = 0;
        for (var row : rows) {
            int run = 0;
            for (int column = 0; column <= row.length; column++) {
                if (column < row.length && among[seat + column]) {
                    run++;
                } else if (run > 0) {
                    lengths.add(run);
                    run = 0;
                }
            }
            seat += row.length;
        }
        return lengths;
    }

    private static Seats chooseFast(List<boolean[]> rows, int quantity) {
        return new BestAvailable(rowStarts(rows)).choose(bits(rows), quantity);
    }

    private static Seats chooseSlowly(List<boolean[]> rows, int quantity) {
        var firstOfRow = new int[rows.size()];
        for (int row = 1; row < firstOfRow.length; row++) {
            firstOfRow[row] = firstOfRow[row - 1] + rows.get(row - 1).length;
        }
        return Seats.of(ReferenceBestAvailable.choose(rows, quantity).stream()
                .mapToInt(seat -> firstOfRow[seat[0]] + seat[1]).toArray());
    }

    private static SeatBits rowStarts(List<boolean[]> rows) {
        var starts = new SeatBits(flat(rows).length);
        int seat = 0;
        for (var row : rows) {
            starts.add(seat);
            seat += row.length;
        }
        return starts;
    }

    private static SeatBits bits(List<boolean[]> rows) {
        var free = flat(rows);
        var bits = new SeatBits(free.length);
        IntStream.range(0, free.length).filter(seat -> free[seat]).forEach(bits::add);
        return bits;
    }

    private static boolean[] flat(List<boolean[]> rows) {
        var flat = new boolean[rows.stream().mapToInt(row -> row.length).sum()];
        int seat = 0;
        for (var row : rows) {
            System.arraycopy(row, 0, flat, seat, row.length);
            seat += row.length;
        }
        return flat;
    }

    private static boolean[] row(int bits, int length) {
        var row = new boolean[length];
        for (int column = 0; column < length; column++) {
            row[column] = (bits >> column & 1) != 0;
        }
        return row;
    }

    private static List<boolean[]> parse(String seats) {
        return Arrays.stream(seats.split("/")).map(row -> {
            var free = new boolean[row.length()];
            for (int column = 0; column < free.length; column++) {
                free[column] = row.charAt(column) == '.';
            }
            return free;
        }).toList();
    }

    private static String show(List<boolean[]> rows, Seats choice) {
        if (choice.isEmpty() && rows.size() < 4 && flat(rows).length < 20) {
            return "none";
        }
        var chosen = choice.stream().boxed().collect(Collectors.toSet());
        var text = new StringBuilder();
        int seat = 0;
        for (var row : rows) {
            text.append(text.isEmpty() ? "" : "/");
            for (boolean free : row) {
                text.append(chosen.contains(seat++) ? '1' : free ? '.' : 'x');
            }
        }
        return text.toString();
    }
}
