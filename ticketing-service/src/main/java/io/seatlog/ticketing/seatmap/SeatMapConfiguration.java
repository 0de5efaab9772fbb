package io.seatlog.ticketing.seatmap;

import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.catalog.FreeSeats;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SeatMapConfiguration {
    /** Each waits at most two timeouts; more than this many waiting would be answered by the database sooner. */
    private static final int QUEUED_CALLS = 256;
    private static final Duration SOLD_OUT_REFRESH = Duration.ofSeconds(1);

    @Bean
    SeenVersions seenVersions() {
        return new SeenVersions();
    }

    @Bean
    KvrocksMaps kvrocksMaps(MapProperties properties) {
        return new KvrocksMaps(properties);
    }

    @Bean
    PostgresMaps postgresMaps(DataSource dataSource) {
        return new PostgresMaps(dataSource);
    }

    @Bean
    BlockingCalls mapStore(MapProperties properties) {
        return new BlockingCalls("map-store", properties.connections(), QUEUED_CALLS);
    }

    @Bean
    SeatMaps seatMaps(KvrocksMaps store, PostgresMaps truth, SeenVersions seen, BlockingCalls mapStore,
            BlockingCalls postgres) {
        return new SeatMaps(store, truth, seen, mapStore, postgres);
    }

    @Bean
    SoldOut soldOut(KvrocksMaps store, PostgresMaps truth, SeenVersions seen) {
        return new SoldOut(store, truth, seen, System::nanoTime);
    }

    @Bean
    Loop soldOutRefresh(SoldOut soldOut) {
        return Loop.start("sold-out", SOLD_OUT_REFRESH, soldOut::refresh);
    }

    @Bean
    FreeSeats freeSeats(SeatMaps maps, SoldOut soldOut) {
        return new MapFreeSeats(maps, soldOut);
    }
}
