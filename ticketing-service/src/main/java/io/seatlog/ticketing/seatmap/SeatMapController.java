package io.seatlog.ticketing.seatmap;

import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.problem.Uuids;
import io.seatlog.ticketing.problem.Violations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The seat map of one subsection over HTTP. */
@RestController
@Tag(name = "Events")
final class SeatMapController {
    private final Catalogue catalogue;
    private final SeatMaps maps;

    SeatMapController(Catalogue catalogue, SeatMaps maps) {
        this.catalogue = catalogue;
        this.maps = maps;
    }

    @Operation(summary = "The seat map of one subsection", description = "As this instance knows it, at most a second old. The stream of the event keeps it current.")
    @GetMapping(path = "/api/events/{id}/seats", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<SeatMapView> seats(
            @PathVariable String id,
            @Parameter(required = true, example = "A") @RequestParam(required = false) @Nullable String section,
            @Parameter(required = true, example = "1") @RequestParam(required = false) @Nullable String subsection) {
        var eventId = Uuids.parameter("id", id);
        var violations = new Violations();
        violations.present(section, "section");
        violations.present(subsection, "subsection");
        violations.raise();
        return catalogue.event(eventId).switchIfEmpty(unknown(eventId))
                .map(event -> find(event, Violations.checked(section), Violations.checked(subsection)))
                .flatMap(this::view);
    }

    private Mono<SeatMapView> view(Subsection subsection) {
        return maps.images(List.of(subsection)).mapNotNull(images -> images.get(subsection))
                .map(image -> SeatMapView.of(subsection, image));
    }

    private static Subsection find(Event event, String section, String name) {
        if (!event.sections().containsKey(section)) {
            throw ProblemException.of(ProblemType.SECTION_UNKNOWN, "The event has no section of this name.");
        }
        var found = event.subsection(section, name);
        if (found == null) {
            throw ProblemException.of(ProblemType.SUBSECTION_UNKNOWN,
                    "Section " + section + " has no subsection of this name.");
        }
        return found;
    }

    private static Mono<Event> unknown(UUID id) {
        return Mono.error(() -> ProblemException.of(ProblemType.EVENT_UNKNOWN, "No event " + id + " is known."));
    }
}
