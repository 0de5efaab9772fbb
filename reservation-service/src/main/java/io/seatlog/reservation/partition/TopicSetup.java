package io.seatlog.reservation.partition;

import io.seatlog.kernel.wire.Topics;
import io.seatlog.reservation.journal.JournalUnavailableException;
import io.seatlog.reservation.journal.PostgresJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies and checks the topics' settings before anything is read. Missing topics are made only while the database has
 * no position: later a missing topic is a lost log, and making one silently would hide that.
 */
public final class TopicSetup {
    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 30;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);
    private final Admin admin;
    private final PostgresJournal journal;
    private final List<Topics.Spec> specs;

    public TopicSetup(Admin admin, PostgresJournal journal, List<Topics.Spec> specs) {
        this.admin = admin;
        this.journal = journal;
        this.specs = specs;
    }

    /** Waits out an outage of up to a minute. @throws IllegalStateException when a topic is not as it must be */
    public void ensure() {
        for (int attempt = 1;; attempt++) {
            try {
                if (journal.isEmpty()) {
                    createMissing();
                }
                check();
                return;
            } catch (LogUnavailableException | JournalUnavailableException unavailable) {
                if (attempt == ATTEMPTS) {
                    throw unavailable;
                }
                log.warn("Cannot check the topics yet: {}", unavailable.getMessage());
                pause();
            }
        }
    }

    void createMissing() {
        var missing = new ArrayList<NewTopic>();
        var existing = answer(admin.listTopics().names());
        for (var spec : specs) {
            if (!existing.contains(spec.name())) {
                missing.add(new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor())
                        .configs(spec.settings()));
            }
        }
        for (var creation : admin.createTopics(missing).values().entrySet()) {
            try {
                answer(creation.getValue());
                log.info("Created topic {}", creation.getKey());
            } catch (LogUnavailableException failure) {
                if (!(failure.getCause() instanceof ExecutionException execution
                        && execution.getCause() instanceof TopicExistsException)) {
                    throw failure;
                }
            }
        }
    }

    private void check() {
        var names = specs.stream().map(Topics.Spec::name).collect(Collectors.toSet());
        var absent = new HashSet<>(names);
        absent.removeAll(answer(admin.listTopics().names()));
        if (!absent.isEmpty()) {
            log.error("Topics {} do not exist, but the database has positions in them: the log was lost. Nothing is "
                    + "decided until it is restored, or made anew and adopted", absent);
        }
        names.removeAll(absent);
        var differences = differences(names);
        if (!differences.isEmpty()) {
            throw new IllegalStateException("The topics are not as the promises need them: " + differences);
        }
    }

    private List<String> differences(Set<String> names) {
        var descriptions = answer(admin.describeTopics(names).allTopicNames());
        var settings = settings(names);
        var differences = new ArrayList<String>();
        for (var spec : specs) {
            var description = descriptions.get(spec.name());
            if (description != null) {
                differences.addAll(spec.differences(description.partitions().size(), replication(description),
                        settings.getOrDefault(spec.name(), Map.of())));
            }
        }
        return differences;
    }

    private Map<String, Map<String, String>> settings(Set<String> names) {
        var resources = names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
        var settings = new HashMap<String, Map<String, String>>();
        answer(admin.describeConfigs(resources).all()).forEach((resource, config) -> {
            var values = new HashMap<String, String>();
            config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
            settings.put(resource.name(), values);
        });
        return settings;
    }

    private static int replication(TopicDescription description) {
        return description.partitions().stream().mapToInt(partition -> partition.replicas().size()).min().orElse(0);
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new LogUnavailableException("the brokers do not answer: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("interrupted", interrupted);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
