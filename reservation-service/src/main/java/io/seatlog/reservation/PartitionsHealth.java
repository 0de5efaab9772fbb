package io.seatlog.reservation;

import java.util.TreeMap;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up when every worker is a member of the group and has opened what it was given; stopped partitions are shown, not fatal. */
final class PartitionsHealth implements HealthIndicator {
    private final Workers workers;

    PartitionsHealth(Workers workers) {
        this.workers = workers;
    }

    @Override
    public Health health() {
        var stopped = new TreeMap<String, String>();
        int open = 0;
        for (var partition : workers.status()) {
            if (partition.stopped()) {
                stopped.put(Integer.toString(partition.partition()), partition.reason());
            }
            open += partition.open() ? 1 : 0;
        }
        var health = workers.settled() ? Health.up() : Health.outOfService();
        return health.withDetail("open", open).withDetail("stopped", stopped).build();
    }
}
