package io.seatlog.reservation;

import io.seatlog.reservation.partition.TopicSetup;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Topics first, then the partitions, then the sweep and the deadlines; at the end the partitions are handed over before
 * anything closes.
 */
final class ReservationLifecycle implements SmartLifecycle {
    private final TopicSetup topics;
    private final Workers workers;
    private final List<Repeated> repeated;
    private boolean running;

    ReservationLifecycle(TopicSetup topics, Workers workers, List<Repeated> repeated) {
        this.topics = topics;
        this.workers = workers;
        this.repeated = repeated;
    }

    @Override
    public void start() {
        topics.ensure();
        workers.start();
        repeated.forEach(Repeated::start);
        running = true;
    }

    @Override
    public void stop() {
        workers.stop();
        repeated.forEach(Repeated::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
