package io.seatlog.ticketing.updates.rules;

import org.jspecify.annotations.Nullable;

/** What viewers were told last of something that has versions. A lower version than the last is old and says nothing. */
public final class Announcement<T> {
    private long version = Long.MIN_VALUE;
    private @Nullable T told;

    /** @return whether the viewers do not know it yet; from here on they do */
    public boolean isNews(long version, T now) {
        if (version < this.version) {
            return false;
        }
        boolean isNews = !now.equals(told);
        this.version = version;
        told = now;
        return isNews;
    }

    public @Nullable T told() {
        return told;
    }
}
