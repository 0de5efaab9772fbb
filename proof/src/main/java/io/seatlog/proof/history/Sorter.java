package io.seatlog.proof.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Takes elements in any order and gives them back in theirs; equal ones in the order in which they came. */
public interface Sorter<E> extends AutoCloseable {
    void add(E element);

    /** Once, after all were added. */
    void drain(Consumer<? super E> to);

    @Override
    void close();

    /** Makes the sorters of one check. */
    interface Factory {
        <E> Sorter<E> sorter(String name, Order<E> order) throws IOException;

        /** @param folder where each sorter has one file, which goes when it is closed */
        static Factory onDisk(Path folder) {
            return new Factory() {
                @Override
                public <E> Sorter<E> sorter(String name, Order<E> order) throws IOException {
                    return new DiskSorter<>(folder.resolve(name), order);
                }
            };
        }
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
