package io.seatlog.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitioningTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 48, 64})
    void spreadsTheSubsectionsOfAnEventEvenly(int partitions) {
        // Hashes just below the largest int, where a sum would overflow.
        var events = LongStream.range(0, 200).mapToObj(i -> new UUID(0, Integer.MAX_VALUE - i));
        for (var event : Stream.concat(events, Stream.generate(Uuid7::next).limit(200)).toList()) {
            var counts = Arrays.stream(counts(event, 200, partitions)).summaryStatistics();

            assertThat(counts.getMax() - counts.getMin()).as("%s over %d", event, partitions).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void spreadsSmallEventsOverAllPartitions() {
        var random = new Random(1);
        var counts = new int[64];
        for (int i = 0; i < 64_000; i++) {
            var event = Uuid7.of(1_800_000_000_000L + i / 10, random.nextLong(), random.nextLong());
            counts[Partitioning.choose(event, 0, 64)]++;
        }
        assertThat(Arrays.stream(counts).summaryStatistics()).satisfies(each -> {
            assertThat(each.getMin()).isGreaterThan(800);
            assertThat(each.getMax()).isLessThan(1_200);
        });
    }

    @Test
    void pinsTheChoice() {
        var event = UUID.fromString("01920000-1111-7222-8333-444444444444");

        assertThat(Partitioning.choose(event, 0, 64)).isEqualTo(34);
        assertThat(Partitioning.choose(event, 1, 64)).isEqualTo(35);
        assertThat(Partitioning.choose(event, 64, 64)).isEqualTo(34);
    }

    private static int[] counts(UUID event, int subsections, int partitions) {
        var counts = new int[partitions];
        for (int index = 0; index < subsections; index++) {
            counts[Partitioning.choose(event, index, partitions)]++;
        }
        return counts;
    }
}
