package io.seatlog.reservation.partition;

import io.seatlog.reservation.journal.PostgresJournal;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's answer to a replaced log: from now on every partition continues at the start of the new one, a
 * generation later, so that versions still only grow. Running it twice changes nothing more.
 */
public final class LogAdoption {
    private static final Logger log = LoggerFactory.getLogger(LogAdoption.class);
    private final TopicSetup topics;
    private final TopicIdentity identity;
    private final PostgresJournal journal;

    public LogAdoption(TopicSetup topics, TopicIdentity identity, PostgresJournal journal) {
        this.topics = topics;
        this.identity = identity;
        this.journal = journal;
    }

    /** @return how many partitions changed their log */
    public int adopt(int partitions) {
        topics.createMissing();
        topics.ensure();
        var all = IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
        int adopted = journal.adopt(identity.of(all));
        log.info("Adopted the log: {} of {} partitions changed", adopted, partitions);
        return adopted;
    }
}
