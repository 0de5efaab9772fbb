package io.seatlog.proof.history;

import io.seatlog.kernel.wire.WireReader;
import io.seatlog.kernel.wire.WireWriter;
import java.util.Comparator;

/** How the elements of one stream are sorted, and their bytes while they wait on disk. */
public interface Order<E> extends Comparator<E> {
    void write(E element, WireWriter out);

    E read(WireReader in);

    /** About how many bytes of memory it takes; a guess that is too low costs memory, nothing else. */
    default int weight(E element) {
        return 600;
    }
}
