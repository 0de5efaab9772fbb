package io.seatlog.ticketing.updates.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private final Announcement<String> announcement = new Announcement<>();

    @Test
    void shouldTellWhatChanged() {
        assertThat(announcement.told()).isNull();
        assertThat(announcement.isNews(1, "SCHEDULED")).isTrue();
        assertThat(announcement.isNews(1, "SCHEDULED")).isFalse();
        assertThat(announcement.isNews(1, "ON_SALE")).as("by time alone").isTrue();
        assertThat(announcement.isNews(3, "ON_SALE")).isFalse();
        assertThat(announcement.told()).isEqualTo("ON_SALE");
    }

    @Test
    void shouldSayNothingOfAnOlderVersion() {
        assertThat(announcement.isNews(3, "PAUSED")).isTrue();
        assertThat(announcement.isNews(4, "PAUSED")).isFalse();
        assertThat(announcement.isNews(3, "ON_SALE")).isFalse();
        assertThat(announcement.told()).isEqualTo("PAUSED");
    }
}
