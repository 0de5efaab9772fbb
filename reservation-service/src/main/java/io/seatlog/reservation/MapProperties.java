package io.seatlog.reservation;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The store of the seat maps.
 *
 * @param url {@code redis://[:password@]host:port}
 * @param budget what a batch may spend on it; a decision never waits longer for a picture
 * @param sweepEvery between two comparisons of all maps on sale with the truth
 * @param sweepBudget what one pipeline of the sweep may take
 */
@ConfigurationProperties("seatlog.map")
public record MapProperties(@DefaultValue("redis://127.0.0.1:6379") URI url, @DefaultValue("100ms") Duration budget,
        @DefaultValue("5s") Duration sweepEvery, @DefaultValue("1s") Duration sweepBudget) {}
