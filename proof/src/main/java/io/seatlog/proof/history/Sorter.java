package io.seatlog.proof.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Takes elements in any order and gives them back in theirs; equal ones in the order in which they came. */
interface Sorter<E> extends AutoCloseable {
    void add(E element);

    /** Once, after all were added. */
    void drain(Consumer<? super E> to);

    @Override
    void close();

    /** Makes the sorters of one check. */
    interface Factory {
        <E> Sorter<E> sorter(String name, Order<E> order) throws IOException;
    }

    /** For what fits. */
    final class InMemory<E> implements Sorter<E> {
        private final List<E> elements = new ArrayList<>();
        private final Comparator<E> order;

        InMemory(Comparator<E> order) {
            this.order = order;
        }

        @Override
        public void add(E element) {
            elements.add(element);
        }

        @Override
        public void drain(Consumer<? super E> to) {
            elements.sort(order);
            elements.forEach(to);
            elements.clear();
        }

        @Override
        public void close() {
            // Nothing to give back.
        }
    }
}
