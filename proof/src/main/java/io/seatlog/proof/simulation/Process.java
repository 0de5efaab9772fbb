package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.reservation.expiry.Expiry;
import io.seatlog.reservation.expiry.HoldDeadlines;
import io.seatlog.reservation.memory.InMemoryLog;
import io.seatlog.reservation.partition.PartitionStatus;
import io.seatlog.reservation.partition.Pipeline;
import io.seatlog.reservation.partition.PipelinePorts;
import io.seatlog.reservation.partition.Wait;
import io.seatlog.reservation.seatmap.MapSweep;
import io.seatlog.reservation.seatmap.Projection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** One reservation-service: its pipeline, its membership of the group, and the threads beside it. Not stepped, it is paused. */
final class Process {
    private final World world;
    private final int number;
    private final InMemoryLog.Member member;
    private final Pipeline pipeline;
    private final Expiry expiry;
    private final MapSweep sweep;
    private long clockSkewMillis;
    private long owners;

    Process(World world, int number, long clockSkewMillis) {
        this.world = world;
        this.number = number;
        this.clockSkewMillis = clockSkewMillis;
        LongSupplier nanoTime = () -> world.now().toEpochMilli() * 1_000_000;
        member = world.log.member(nanoTime);
        InstantSource clock = this::now;
        var deadlines = new HoldDeadlines();
        pipeline = new Pipeline(new PipelinePorts(member, world.journal, world.log,
                new Projection(world.maps, nanoTime), deadlines, clock,
                world.choices.jitter(), () -> new UUID(number, ++owners)));
        expiry = new Expiry(deadlines, world.journal, this::ask, this::decides, clock);
        sweep = new MapSweep(world.maps, world.truth, this::decides);
    }

    /** What its own clock says. */
    Instant now() {
        return world.now().plusMillis(clockSkewMillis);
    }

    /** Its own time goes on, and nobody else's. */
    void sleep(Duration length) {
        clockSkewMillis += length.toMillis();
    }

    /** What it remembers. */
    void addTo(StateHash hash) {
        hash.add(pipeline, now()).add(member, now());
    }

    InMemoryLog.Member member() {
        return member;
    }

    /** @return whether it had nothing to do */
    boolean step() {
        return switch (pipeline.step()) {
            case Wait.None _ -> pipeline.atRest();
            case Wait.ForAcknowledgement _ -> false;
            case Wait.Pause pause -> {
                pipeline.idle(pause.length());
                yield false;
            }
        };
    }

    boolean isAtRest() {
        return pipeline.atRest();
    }

    /** Whether it has every partition, and has decided and published all of the log. */
    boolean isDone() {
        return pipeline.atRest() && decides().size() == world.setting.partitions() && world.caughtUp();
    }

    /** One pass of the thread that asks for the end of holds. */
    void expire() {
        expiry.run();
    }

    /** One pass of the thread that compares maps. */
    void sweep() {
        sweep.run();
    }

    boolean decides(int partition) {
        return decides().contains(partition);
    }

    private Set<Integer> decides() {
        return pipeline.status().stream().filter(PartitionStatus::open).map(PartitionStatus::partition)
                .collect(Collectors.toSet());
    }

    private void ask(Command.ExpireHolds command, SubsectionKey key, int partition, Runnable failed) {
        boolean lost = world.happens(Fault.QUESTION_LOST, 4);
        if (!lost || world.choices.next(2) == 1) {
            world.append(partition, key.toString(), CommandCodec.encode(command));
        }
        if (lost) {
            failed.run();
        }
    }

    @Override
    public String toString() {
        return "process " + number;
    }
}
