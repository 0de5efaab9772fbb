package io.seatlog.embedded.provider;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A merchant's call.
 *
 * @param order what is to be authorised; of other calls, the order that the books have for the payment, null when none
 */
record Call(Operation operation, UUID payment, @Nullable Order order) {}
