package io.seatlog.ticketing.payment;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.problem.ProblemException;
import java.time.Duration;
import java.util.Objects;

/** Waits for the broker; on the threads of payments only. Thread-safe. */
final class KafkaPaymentLog implements PaymentLog {
    /** Longer than the producer tries. */
    private static final Duration APPEND = Duration.ofSeconds(12);
    private final CommandLog log;

    KafkaPaymentLog(CommandLog log) {
        this.log = log;
    }

    @Override
    public long append(Subsection subsection, Command command) {
        try {
            var appended = Objects
                    .requireNonNull(log.append(subsection.partition(), subsection.key(), command).block(APPEND));
            return Version.of(appended.generation(), appended.offset());
        } catch (ProblemException notCertain) {
            throw new LogUncertainException(notCertain.toString(), notCertain);
        }
    }
}
