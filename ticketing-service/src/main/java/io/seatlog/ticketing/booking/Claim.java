package io.seatlog.ticketing.booking;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for which booking, proved by {@link Claims}.
 *
 * @param buyer whose booking it must be
 * @param receipt where its request waits, null when none was shown
 */
public record Claim(UUID bookingId, String buyer, @Nullable Receipt receipt) {}
