package io.seatlog.reservation.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopicWatchTest {
    private static final UUID OLD = new UUID(1, 1);
    private static final UUID NEW = new UUID(2, 2);
    private static final long SECOND = 1_000_000_000;
    private long nanos;
    private int asked;
    private CompletableFuture<UUID> answer = CompletableFuture.completedFuture(OLD);
    private final TopicWatch watch = new TopicWatch(() -> {
        asked++;
        return answer;
    }, () -> nanos);

    @Test
    void shouldAskNowAndThenAndWaitForNoAnswer() {
        watch.check(Set.of());
        nanos = SECOND;
        watch.check(Set.of(1));
        assertThat(asked).isZero();
        watch.opening(Set.of(1), OLD);
        answer = new CompletableFuture<>();
        watch.check(Set.of(1));
        nanos += SECOND;
        watch.check(Set.of(1));
        assertThat(asked).isEqualTo(1);
        answer.complete(NEW);
        assertThatThrownBy(() -> watch.check(Set.of(1))).hasMessageContaining("replaced while it was read");
    }

    /** One that is opened on the new topic says nothing of those that were opened before it. */
    @Test
    void shouldNameOnlyThePartitionsThatWereOpenedOnAnotherTopic() {
        watch.opening(Set.of(1, 2), OLD);
        watch.opening(Set.of(3), NEW);
        assertThatThrownBy(() -> watch.check(Set.of(2, 3))).isInstanceOfSatisfying(LogPositionLostException.class,
                lost -> assertThat(lost.partitions()).containsExactly(2));
        assertThatCode(() -> watch.check(Set.of(3))).doesNotThrowAnyException();
    }

    @Test
    void shouldSayItAgainUntilThePartitionIsOpenedAnew() {
        watch.opening(Set.of(1), OLD);
        answer = CompletableFuture.completedFuture(NEW);
        nanos = SECOND;
        watch.check(Set.of());
        assertThatThrownBy(() -> watch.check(Set.of(1))).isInstanceOf(LogPositionLostException.class);
        assertThatThrownBy(() -> watch.check(Set.of(1))).isInstanceOf(LogPositionLostException.class);
        watch.opening(Set.of(1), NEW);
        watch.check(Set.of(1));
    }

    @Test
    void shouldTellATopicThatIsGoneFromBrokersThatDoNotAnswer() {
        watch.opening(Set.of(1), OLD);
        answer = CompletableFuture.failedFuture(new TimeoutException("no broker"));
        nanos = SECOND;
        watch.check(Set.of(1));
        answer = CompletableFuture.<UUID>failedFuture(new UnknownTopicOrPartitionException("gone"))
                .thenApply(id -> id);
        nanos += SECOND;
        assertThatThrownBy(() -> watch.check(Set.of(1))).hasMessageContaining("does not exist any more");
    }
}
