package io.seatlog.ticketing.seatmap;

import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.ticketing.catalog.Subsection;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The seat map of one subsection.
 *
 * @param version grows with every change of a seat; 0 when nothing was ever decided
 * @param rows one text a row, one character a seat
 */
record SeatMapView(String section, String subsection,
        @Schema(description = "Grows with every change of a seat; 0 before the first.") long version,
        @Schema(description = "Seats that are free.") int free,
        @Schema(description = "A text for each row, a character for each seat: . free, h held, s sold, x blocked.", example = "[\"..hh.ss.\"]") List<String> rows) {

    static SeatMapView of(Subsection subsection, MapLayout.Image image) {
        var plan = subsection.plan();
        var rows = IntStream.range(0, plan.rows()).mapToObj(row -> row(image, row, plan.seatsPerRow())).toList();
        return new SeatMapView(subsection.section(), subsection.name(), image.version(), image.free(), rows);
    }

    private static String row(MapLayout.Image image, int row, int seatsPerRow) {
        var text = new StringBuilder(seatsPerRow);
        for (int seat = 0; seat < seatsPerRow; seat++) {
            text.append(image.state(row * seatsPerRow + seat).symbol());
        }
        return text.toString();
    }
}
