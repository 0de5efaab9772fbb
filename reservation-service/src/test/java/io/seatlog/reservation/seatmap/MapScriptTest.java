package io.seatlog.reservation.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Kvrocks cannot do, and a test on Redis would never notice. */
class MapScriptTest {
    private static final long V1 = Version.of(1, 1);

    @Test
    void shouldUseOnlyCommandsThatBothStoresTreatAlike() {
        var commands = Pattern.compile("redis\\.(p?call)\\('([A-Z]+)', key").matcher(MapScript.TEXT).results()
                .map(call -> call.group(1) + " " + call.group(2)).toList();
        assertThat(commands).containsExactly("pcall GETRANGE", "pcall STRLEN", "pcall BITFIELD", "call SET");
        assertThat(Pattern.compile("redis\\.").matcher(MapScript.TEXT).results()).hasSize(commands.size());
    }

    @Test
    void shouldLeaveRightAfterItsOneWrite() {
        assertThat(MapScript.TEXT).endsWith("redis.call('SET', key, whole)\nreturn 2\n");
        assertThat(MapScript.TEXT).containsPattern("redis.pcall\\('BITFIELD'[^\n]*\n\\s*if [^\n]*\n\\s*return 1\n");
    }

    @Test
    void shouldSendOnlyUnsignedSetsAtAbsoluteOffsetsWithinTheMap() {
        var random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int seats = 1 + random.nextInt(500);
            var changed = random.ints(0, seats).distinct().limit(1 + random.nextInt(Math.min(seats, 64))).toArray();
            var image = MapLayout.image(V1 + 1, seats, _ -> SeatState.ofBits(random.nextInt(4)));
            var arguments = MapScript.arguments(new SeatMaps.Update(7, V1, image, Seats.of(changed)));
            assertThat(text(arguments.subList(0, 4))).containsExactly("1", "seats:7", "" + (V1 + 1), "" + V1);
            assertThat(arguments.get(4)).isEqualTo(image.toBytes());
            assertFields(text(arguments.subList(5, arguments.size())), changed.length, image.toBytes().length * 8);
        }
    }

    private static void assertFields(List<String> fields, int changed, int bits) {
        assertThat(fields).hasSize(4 * (2 + changed));
        for (int i = 0; i < fields.size(); i += 4) {
            assertThat(fields.get(i)).isEqualTo("SET");
            assertThat(fields.get(i + 1)).isIn("u48", "u16", "u2");
            assertThat(fields.get(i + 2)).matches("[0-9]+");
            int width = Integer.parseInt(fields.get(i + 1).substring(1));
            assertThat(Integer.parseInt(fields.get(i + 2)) + width).isLessThanOrEqualTo(bits);
            assertThat(Long.parseLong(fields.get(i + 3))).isBetween(0L, (1L << width) - 1);
        }
    }

    @Test
    void shouldSendNoFieldsWhenOnlyTheWholeMapMayBeSet() {
        var image = MapLayout.image(V1, 500, _ -> SeatState.HELD);
        var few = Seats.of(1);
        var many = Seats.of(IntStream.range(0, SeatMaps.MAX_DELTA_SEATS + 1).toArray());
        assertThat(MapScript.arguments(new SeatMaps.Update(7, Version.NONE, image, few))).hasSize(5);
        assertThat(MapScript.arguments(new SeatMaps.Update(7, V1 - 1, image, many))).hasSize(5);
        assertThat(MapScript.arguments(new SeatMaps.Update(7, V1 + 1, image, few))).hasSize(5);
        assertThat(MapScript.arguments(new SeatMaps.Update(7, V1 - 1, image, few))).hasSize(5 + 12);
    }

    private static List<String> text(List<byte[]> arguments) {
        return arguments.stream().map(bytes -> new String(bytes, StandardCharsets.US_ASCII)).toList();
    }
}
