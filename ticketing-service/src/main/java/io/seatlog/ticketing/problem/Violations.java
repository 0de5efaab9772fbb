package io.seatlog.ticketing.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request, so that all of it is told at once. Not thread-safe. */
public final class Violations {
    /** Beyond this many the sender has understood. */
    private static final int MAX = 20;
    private final List<FieldError> errors = new ArrayList<>();

    public Violations require(boolean holds, String field, String message) {
        if (!holds && errors.size() < MAX) {
            errors.add(new FieldError(field, message));
        }
        return this;
    }

    /** @return the value's presence, so that further checks of an absent one can be left out */
    public boolean present(@Nullable Object value, String field) {
        require(value != null, field, "is required");
        return value != null;
    }

    /** @throws ProblemException when anything was wrong */
    public void raise() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /** For a value that {@link #raise()} has proved to be there. */
    public static <T> T checked(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
