package io.seatlog.reservation.erasure;

import io.seatlog.kernel.id.BuyerId;
import io.seatlog.kernel.id.ErasedBuyer;

/**
 * Whom to erase.
 *
 * @param buyer the opaque id
 * @param replacement what stands in its place; of the same length, so that stored messages can still be read
 */
public record Names(String buyer, String replacement) {
    public Names {
        if (!BuyerId.isValid(buyer) || buyer.length() != ErasedBuyer.LENGTH || ErasedBuyer.isOne(buyer)) {
            throw new IllegalArgumentException("not the opaque id of a buyer: " + buyer);
        }
        if (!ErasedBuyer.isOne(replacement)) {
            throw new IllegalArgumentException("not the name of nobody: " + replacement);
        }
    }
}
