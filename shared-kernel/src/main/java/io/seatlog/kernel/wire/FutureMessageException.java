package io.seatlog.kernel.wire;

/** A newer release wrote this message: whoever must understand it stops and waits for an upgrade; it is not poison. */
public final class FutureMessageException extends RuntimeException {
    FutureMessageException(int wireVersion) {
        super("message of wire version " + wireVersion + ", this release knows " + Wire.VERSION);
    }
}
