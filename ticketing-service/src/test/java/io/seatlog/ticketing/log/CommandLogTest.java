package io.seatlog.ticketing.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.Topics;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What a request is told, by how far its command came. */
class CommandLogTest {
    private static final int PARTITION = 3;
    private static final UUID TOPIC = new UUID(1, 2);
    private final MockProducer<byte[], byte[]> broker = new MockProducer<>(cluster(), false, null,
            new ByteArraySerializer(), new ByteArraySerializer());
    private long decided;
    private final CommandLog log = new CommandLog(_ -> Mono.just(new Position(TOPIC, 7, decided)), broker);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void answersWhenTheBrokerHasAcknowledged() {
        var answer = append();
        assertThat(answer).isNotDone();
        assertThat(log.inFlight()).isEqualTo(1);

        broker.completeNext();

        assertThat(answer.join()).isEqualTo(new Appended(PARTITION, 7, 0));
        assertThat(log.inFlight()).isZero();
        assertThat(broker.history()).extracting(ProducerRecord::topic, ProducerRecord::partition)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Topics.COMMANDS, PARTITION));
    }

    /** The log lost its tail: what is written where something was decided before would never be decided. */
    @Test
    void acceptsNothingBehindWhatIsDecided() {
        decided = 1;
        var answer = append();

        broker.completeNext();

        assertThat(problem(answer)).isEqualTo(ProblemType.LOG_UNAVAILABLE);
    }

    @Test
    void saysThatNothingWasAcceptedWhenTheRecordNeverLeft() {
        broker.sendException = new TimeoutException("the buffer is full");

        assertThat(problem(append())).isEqualTo(ProblemType.LOG_UNAVAILABLE);
        assertThat(log.inFlight()).isZero();
    }

    @Test
    void saysThatItMayHaveBeenAcceptedWhenTheAnswerIsMissing() {
        var answer = append();

        broker.errorNext(new TimeoutException("no acknowledgement"));

        assertThat(problem(answer)).isEqualTo(ProblemType.ACCEPTANCE_UNKNOWN);
        assertThat(log.inFlight()).isZero();
    }

    @Test
    void refusesWhatWouldQueueTooLong() {
        List<CompletableFuture<Appended>> waiting = new ArrayList<>();
        IntStream.range(0, CommandLog.MAX_IN_FLIGHT).forEach(i -> waiting.add(append()));

        assertThat(problem(append())).isEqualTo(ProblemType.OVERLOADED);

        broker.completeNext();
        assertThat(waiting.getFirst()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(log.inFlight()).isEqualTo(CommandLog.MAX_IN_FLIGHT - 1);
        var again = append();
        assertThat(log.inFlight()).as("accepted again").isEqualTo(CommandLog.MAX_IN_FLIGHT);
        assertThat(again).isNotDone();
    }

    private CompletableFuture<Appended> append() {
        var command = new Command.ReserveSeats(1, Uuid7.next(), "ann", 1, Selection.BEST_AVAILABLE, Seats.NONE);
        return log.append(PARTITION, new SubsectionKey(Uuid7.next(), "A", "1"), command).toFuture();
    }

    private static ProblemType problem(CompletableFuture<Appended> answer) {
        try {
            throw new AssertionError("accepted: " + answer.join());
        } catch (CompletionException failed) {
            return ((ProblemException) Objects.requireNonNull(failed.getCause())).type();
        }
    }

    private static Cluster cluster() {
        var node = new Node(1, "127.0.0.1", 1);
        var partitions = IntStream.rangeClosed(0, PARTITION).mapToObj(partition -> new PartitionInfo(Topics.COMMANDS,
                partition, node, new Node[]{node}, new Node[]{node})).toList();
        return new Cluster("test", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
    }
}
