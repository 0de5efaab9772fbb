package io.seatlog.ticketing.catalog;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready once the catalogue has been read. The name of the indicator is {@code catalogue}. */
@Component("catalogueHealthIndicator")
final class CatalogueHealth implements HealthIndicator {
    private final Catalogue catalogue;

    CatalogueHealth(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Health health() {
        return (catalogue.isKnown() ? Health.up() : Health.down()).build();
    }
}
