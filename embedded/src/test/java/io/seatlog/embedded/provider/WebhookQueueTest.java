package io.seatlog.embedded.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebhookQueueTest {
    @Test
    void shouldForgetTheOldestEventWhenFull() throws Exception {
        var queue = new WebhookQueue(3);
        queue.add(new WebhookEvent("1"), 0);
        queue.add(new WebhookEvent("2"), 0);
        var first = queue.take();
        queue.add(new WebhookEvent("3"), 0);
        queue.add(new WebhookEvent("4"), 0);
        queue.addAgain(first, 0); // Older than all the others, though it came last.
        queue.add(new WebhookEvent("5"), 0);

        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.take().event().body()).isEqualTo("3");
        assertThat(queue.take().event().body()).isEqualTo("4");
        assertThat(queue.take().event().body()).isEqualTo("5");
    }

    @Test
    void shouldGiveWhatIsDueFirst() throws Exception {
        var queue = new WebhookQueue(3);
        queue.add(new WebhookEvent("later"), 200);
        queue.add(new WebhookEvent("now"), 0);

        assertThat(queue.take().event().body()).isEqualTo("now");
        assertThat(queue.take().event().body()).isEqualTo("later");
    }
}
