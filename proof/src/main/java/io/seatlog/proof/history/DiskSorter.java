package io.seatlog.proof.history;

import io.seatlog.kernel.wire.WireWriter;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * External merge sort in one file. A chunk of about {@link #CHUNK_BYTES} waits in memory; a full one is
 * sorted and appended as a run, and at the end the runs are merged, at most {@link #FAN_IN} at a time, each through a
 * buffer of {@link RunReader#BUFFER_BYTES}. So the six sorters of a check need some 80 MiB together, whatever the history
 * is.
 */
final class DiskSorter<E> implements Sorter<E> {
    static final int CHUNK_BYTES = 12 << 20;
    static final int FAN_IN = 512;
    private final Path file;
    private final FileChannel channel;
    private final Order<E> order;
    private final int chunkBytes;
    private final int fanIn;
    private final List<E> chunk = new ArrayList<>();
    private List<Run> runs = new ArrayList<>();
    private int weight;
    private long end;

    /** A part of the file that is in order. */
    record Run(long from, long to) {}

    DiskSorter(Path file, Order<E> order) throws IOException {
        this(file, order, CHUNK_BYTES, FAN_IN);
    }

    DiskSorter(Path file, Order<E> order, int chunkBytes, int fanIn) throws IOException {
        this.file = file;
        this.order = order;
        this.chunkBytes = chunkBytes;
        this.fanIn = fanIn;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Override
    public void add(E element) {
        chunk.add(element);
        weight += order.weight(element);
        if (weight >= chunkBytes) {
            spill();
        }
    }

    @Override
    public void drain(Consumer<? super E> to) {
        spill();
        while (runs.size() > fanIn) {
            // Neighbours only, so that equal elements stay in the order in which they came.
            var merged = new ArrayList<Run>();
            for (int from = 0; from < runs.size(); from += fanIn) {
                var some = runs.subList(from, Math.min(from + fanIn, runs.size()));
                merged.add(append(run -> merge(some, run)));
            }
            runs = merged;
        }
        merge(runs, to);
    }

    private void spill() {
        if (!chunk.isEmpty()) {
            chunk.sort(order);
            runs.add(append(chunk::forEach));
            chunk.clear();
            weight = 0;
        }
    }

    private Run append(Consumer<Consumer<E>> source) {
        try {
            channel.position(end);
            // Not closed: that would close the channel.
            var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
            source.accept(element -> write(element, out));
            out.flush();
            var run = new Run(end, channel.position());
            end = run.to;
            return run;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void write(E element, DataOutputStream out) {
        try {
            var bytes = new WireWriter(256);
            order.write(element, bytes);
            out.writeInt(bytes.size());
            out.write(bytes.toBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void merge(List<Run> some, Consumer<? super E> to) {
        var heads = new PriorityQueue<RunReader<E>>(Math.max(1, some.size()), (one, other) -> {
            int by = order.compare(one.head(), other.head());
            return by != 0 ? by : Integer.compare(one.number(), other.number());
        });
        for (int i = 0; i < some.size(); i++) {
            var reader = new RunReader<>(channel, some.get(i), i, order);
            if (reader.advance()) {
                heads.add(reader);
            }
        }
        while (!heads.isEmpty()) {
            var next = heads.remove();
            to.accept(next.head());
            if (next.advance()) {
                heads.add(next);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
