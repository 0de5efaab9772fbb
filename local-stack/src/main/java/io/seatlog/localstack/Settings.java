package io.seatlog.localstack;

import org.jspecify.annotations.Nullable;

/**
 * What a data folder was made with.
 *
 * @param partitions of the two topics; events keep the partitions they were created with, so it cannot change
 * @param demoEventId absent until the first start is complete
 */
record Settings(int partitions, @Nullable String demoEventId) {

    Settings withDemoEvent(String id) {
        return new Settings(partitions, id);
    }
}
