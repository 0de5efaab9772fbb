package io.seatlog.reservation.memory;

import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.reservation.seatmap.MapTruth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the maps should show, from the journal in memory. All its subsections are on sale. */
public final class JournalTruth implements MapTruth {
    private final InMemoryJournal journal;

    public JournalTruth(InMemoryJournal journal) {
        this.journal = journal;
    }

    @Override
    public List<OnSale> onSale(Set<Integer> partitions, int afterId, int limit) {
        return journal.subsections().stream()
                .filter(subsection -> partitions.contains(subsection.opening().partition())
                        && subsection.id() > afterId)
                .limit(limit).map(subsection -> new OnSale(subsection.id(), subsection.version())).toList();
    }

    @Override
    public Map<Integer, MapLayout.Image> images(Collection<Integer> subsectionIds) {
        var images = new HashMap<Integer, MapLayout.Image>();
        journal.subsections().stream().filter(subsection -> subsectionIds.contains(subsection.id()))
                .forEach(subsection -> images.put(subsection.id(), subsection.image()));
        return images;
    }
}
