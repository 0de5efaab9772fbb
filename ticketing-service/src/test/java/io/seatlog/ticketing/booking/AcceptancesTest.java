package io.seatlog.ticketing.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AcceptancesTest {
    private static final UUID HASH = new UUID(1, 1);
    private final Acceptances acceptances = new Acceptances();

    @Test
    void theLastHundredThousandAreRemembered() {
        var first = accept(1);
        var second = accept(2);
        for (int i = 0; i < Acceptances.MAX - 1; i++) {
            accept(3 + i);
        }

        assertThat(acceptances.find(first)).isNull();
        assertThat(acceptances.find(second)).isNotNull();
    }

    @Test
    void theFirstOfTwoAcceptancesOfOneIdCounts() {
        var id = Uuid7.next();
        acceptances.remember(HASH, new Receipt(1, 0, 5, 1, "ada", id));
        acceptances.remember(new UUID(2, 2), new Receipt(1, 0, 9, 1, "ada", id));

        assertThat(acceptances.find(id)).extracting(found -> found.receipt().offset()).isEqualTo(5L);
    }

    @Test
    void aReplacedLogForgets() {
        var id = Uuid7.next();
        acceptances.remember(HASH, new Receipt(1, 0, 5, 1, "ada", id));
        acceptances.remember(HASH, new Receipt(2, 0, 0, 1, "ada", id));

        assertThat(acceptances.find(id)).extracting(found -> found.receipt().generation()).isEqualTo(2);
    }

    private UUID accept(long offset) {
        var id = Uuid7.next();
        acceptances.remember(HASH, new Receipt(1, 0, offset, 1, "ada", id));
        return id;
    }
}
