package io.seatlog.reservation.partition;

import io.seatlog.reservation.journal.LogIdentity;
import io.seatlog.reservation.journal.Progress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One partition that the group gave us, on its way from assigned to open. Confined to the pipeline's thread. */
final class OwnedPartition {
    /** Where a partition stands; what each state may become is said in its comment. */
    enum State {
        /** To be opened when its backoff is over. → IDENTIFIED, STOPPED */
        DUE,
        /** The log's identity is known; the row is to be taken. → TAKEN, STOPPED, DUE */
        IDENTIFIED,
        /** The row is ours; its last outcomes are to be published again. → REPUBLISHING, OPEN */
        TAKEN,
        /** Waits for acknowledgements. → OPEN, TAKEN */
        REPUBLISHING,
        /** Is read and decided. → DUE, STOPPED */
        OPEN,
        /** Needs an operator, says why, and looks again now and then if the cause can go away. → DUE */
        STOPPED
    }

    private final int number;
    private final long assignment;
    private final Backoff backoff;
    private State state = State.DUE;
    private @Nullable LogIdentity identity;
    private @Nullable Progress progress;
    private @Nullable UUID previousOwner;
    private OutcomeLog.@Nullable Publishing republishing;
    private String stopReason = "";
    private boolean stoppedForGood;
    private long nextOffset;
    private long expectedOffset;
    private Instant logTime = Instant.EPOCH;
    private int gaps;

    OwnedPartition(int number, long assignment, Backoff backoff) {
        this.number = number;
        this.assignment = assignment;
        this.backoff = backoff;
    }

    int number() {
        return number;
    }

    long assignment() {
        return assignment;
    }

    State state() {
        return state;
    }

    Backoff backoff() {
        return backoff;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    String stopReason() {
        return stopReason;
    }

    void identified(LogIdentity log) {
        identity = log;
        state = State.IDENTIFIED;
    }

    LogIdentity identity() {
        return require(identity);
    }

    void taken(Progress row) {
        progress = row;
        nextOffset = row.nextOffset();
        expectedOffset = row.nextOffset();
        logTime = row.logTime();
        previousOwner = null;
        state = State.TAKEN;
    }

    /** The outcomes in the row are to be published again, by this owner too when it failed once. */
    Progress progress() {
        return require(progress);
    }

    void republishing(OutcomeLog.Publishing publishing) {
        republishing = publishing;
        state = State.REPUBLISHING;
    }

    OutcomeLog.Publishing republishing() {
        return require(republishing);
    }

    void republishFailed() {
        republishing = null;
        state = State.TAKEN;
    }

    void opened() {
        republishing = null;
        state = State.OPEN;
        backoff.succeeded();
    }

    UUID owner() {
        return require(progress).owner();
    }

    int generation() {
        return require(progress).generation();
    }

    @Nullable
    UUID previousOwner() {
        return previousOwner;
    }

    /** Everything must be found out anew. @param stillMine when only the fate of a commit is unknown */
    void due(boolean stillMine) {
        previousOwner = stillMine && progress != null ? progress.owner() : null;
        state = State.DUE;
    }

    void stop(String reason, boolean forGood) {
        stopReason = reason;
        stoppedForGood = forGood;
        state = State.STOPPED;
    }

    boolean mayLookAgain() {
        return state == State.STOPPED && !stoppedForGood;
    }

    long nextOffset() {
        return nextOffset;
    }

    Instant logTime() {
        return logTime;
    }

    void committed(long next, Instant time) {
        nextOffset = next;
        logTime = time;
        gaps = 0;
    }

    /** The offset that the next record read must have. */
    long expectedOffset() {
        return expectedOffset;
    }

    void expect(long offset) {
        expectedOffset = offset;
    }

    /** @return how often in a row the log did not serve the expected offset */
    int gap() {
        return ++gaps;
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the partition was never so far");
        }
        return value;
    }
}
