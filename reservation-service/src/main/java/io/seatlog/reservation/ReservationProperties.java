package io.seatlog.reservation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How an instance works.
 *
 * @param workers threads that own partitions, each with a consumer and a database connection of its own
 */
@Validated
@ConfigurationProperties("seatlog.reservation")
public record ReservationProperties(@DefaultValue("2") @Min(1) @Max(16) int workers) {}
