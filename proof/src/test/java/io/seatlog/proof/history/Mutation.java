package io.seatlog.proof.history;

import java.util.List;
import java.util.function.Consumer;

/** A violation to plant, and the rule that must find it. */
record Mutation(String name, Rule rule, Consumer<List<HistoryRecord>> edit) {
    List<HistoryRecord> on(List<HistoryRecord> history) {
        edit.accept(history);
        return history;
    }

    @Override
    public String toString() {
        return name;
    }
}
