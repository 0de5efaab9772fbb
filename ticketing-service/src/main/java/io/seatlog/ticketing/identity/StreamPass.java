package io.seatlog.ticketing.identity;

import java.util.UUID;

/** Opens streams and nothing else, for a browser's EventSource, which cannot send a token. @param id by which it is revoked */
public record StreamPass(UUID id) {}
