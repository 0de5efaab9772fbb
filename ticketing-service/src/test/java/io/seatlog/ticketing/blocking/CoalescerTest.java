package io.seatlog.ticketing.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.ticketing.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class CoalescerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final BlockingCalls calls = new BlockingCalls("test", 2, 4);

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void manyLookUpsBecomeFewQueriesAndEachIsAnswered() {
        var queries = new AtomicInteger();
        var coalescer = new Coalescer<Integer, Integer>(calls, keys -> {
            queries.incrementAndGet();
            assertThat(keys.size()).isLessThanOrEqualTo(Coalescer.MAX_BATCH);
            return evens(keys);
        });

        var answers = Flux.range(0, 10_000)
                .flatMap(key -> coalescer.get(key).map(value -> Map.entry(key, value)), 10_000)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue).block(PATIENCE);

        assertThat(answers).hasSize(10_000).containsEntry(4, Optional.of(8)).containsEntry(5, Optional.empty());
        assertThat(queries.get()).isLessThan(5000);
    }

    @Test
    void whatComesWhileQueriesAreUnderWaySharesTheNextOne() throws Exception {
        var gate = new CountDownLatch(1);
        var queries = new AtomicInteger();
        var coalescer = new Coalescer<Integer, Integer>(calls, keys -> {
            queries.incrementAndGet();
            await(gate);
            return evens(keys);
        });
        var one = coalescer.get(0).toFuture();
        awaitQueries(queries, 1);
        var other = coalescer.get(1).toFuture();
        awaitQueries(queries, 2);
        var all = Flux.range(2, 500).flatMap(coalescer::get, 500).collectList().toFuture();
        gate.countDown();

        assertThat(one.get()).contains(0);
        assertThat(other.get()).isEmpty();
        assertThat(all.get()).hasSize(500);
        assertThat(queries.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void aFailedQueryFailsItsAskersAndNotTheNextOnes() {
        var queries = new AtomicInteger();
        var coalescer = new Coalescer<Integer, Integer>(calls, keys -> {
            if (queries.incrementAndGet() == 1) {
                throw new IllegalStateException("no database");
            }
            return evens(keys);
        });

        assertThatThrownBy(() -> coalescer.get(2).block(PATIENCE)).hasMessage("no database");
        assertThat(coalescer.get(2).block(PATIENCE)).contains(4);
    }

    @Test
    void aFullStoreIsRefusedAndNotWaitedFor() {
        var gate = new CountDownLatch(1);
        var waiting = Flux.range(0, 6).flatMap(_ -> calls.call(() -> await(gate)), 6).collectList().toFuture();

        assertThatThrownBy(() -> calls.call(() -> true).block(PATIENCE)).isInstanceOf(ProblemException.class);

        gate.countDown();
        assertThat(waiting.join()).hasSize(6);
        assertThat(Mono.defer(() -> calls.call(() -> true)).block(PATIENCE)).isTrue();
    }

    private static void awaitQueries(AtomicInteger queries, int count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (queries.get() < count) {
            assertThat(System.nanoTime()).as("no query %d", count).isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    private static boolean await(CountDownLatch gate) {
        try {
            gate.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<Integer, Integer> evens(Set<Integer> keys) {
        return keys.stream().filter(key -> key % 2 == 0).collect(Collectors.toMap(key -> key, key -> 2 * key));
    }
}
