package io.seatlog.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is served beside the API itself. */
class ServedDocumentsTest {
    /** Refused by the server itself, without a body. */
    private static final Set<String> UNREAD = Set.of("414", "431");
    private static final RunningApi API = RunningApi.shared();

    @Test
    void theDocumentIsOpenApi31AndNamesEveryCallWithItsProblems() {
        var document = API.get("/openapi").body();

        assertThat(document.path("openapi").asString()).startsWith("3.1");
        Map.of("/api/events", List.of("get", "post"), "/api/events/{id}", List.of("get"), "/api/events/{id}/seats",
                List.of("get"), "/api/events/{id}/stream", List.of("get"), "/api/bookings", List.of("get", "post"),
                "/api/bookings/{id}", List.of("get", "delete"), "/api/bookings/{id}/stream", List.of("get"),
                "/api/bookings/stream", List.of("get")).forEach((path, methods) -> methods.forEach(method -> {
                    var responses = document.path("paths").path(path).path(method).path("responses");
                    assertThat(responses.propertyNames()).as(method + " " + path)
                            .anyMatch(status -> status.startsWith("2")).contains("400", "503");
                    responses.forEachEntry((status, response) -> {
                        if (status.charAt(0) >= '4' && !UNREAD.contains(status)) {
                            assertThat(response.at("/content/application~1problem+json/schema/$ref").asString())
                                    .as(method + " " + path + " " + status).endsWith("/Problem");
                        }
                    });
                }));
        var problem = document.at("/components/schemas/Problem/properties");
        assertThat(problem.propertyNames()).contains("type", "title", "status", "code", "detail", "errors", "traceId");
        assertThat(problem.at("/code/enum").valueStream().map(code -> code.asString())).contains("booking-id-reused",
                "log-replaced");
        assertThat(document.at("/components/schemas/Booking/properties/totalMinor/description").asString())
                .contains("minor units");
    }

    @Test
    void theDocumentSaysWhatRequestsMayHoldAndAnswersAlwaysDo() {
        var schemas = API.get("/openapi").body().path("components").path("schemas");

        List.of("NewEvent", "NewSection", "EventPatch", "SectionPrice", "NewBooking", "NewPayment")
                .forEach(request -> assertThat(schemas.path(request).path("additionalProperties").asBoolean(true))
                        .as("%s has unknown fields", request).isFalse());
        assertThat(texts(schemas.at("/NewBooking/properties/seats/type"))).containsExactlyInAnyOrder("array", "null");
        assertThat(schemas.at("/NewBooking/properties/eventId/type").asString()).isEqualTo("string");
        assertThat(texts(schemas.at("/Booking/required"))).containsExactlyInAnyOrder("id", "status");
        assertThat(texts(schemas.at("/Problem/required"))).containsExactlyInAnyOrder("type", "title", "status", "code");
        assertThat(texts(schemas.at("/EventPage/required"))).containsExactly("items");
    }

    @Test
    void theDocumentNamesTheMessagesOfStreams() {
        var document = API.get("/openapi").body();
        Map.of("/api/bookings/{id}/stream", "BookingMessage", "/api/bookings/stream", "BuyerMessage",
                "/api/events/{id}/stream", "EventMessage", "/api/events/{id}/sales/stream", "SalesMessage")
                .forEach((path, message) -> assertThat(document.path("paths").path(path)
                        .at("/get/responses/200/content/text~1event-stream/schema/$ref").asString()).as(path)
                        .isEqualTo("#/components/schemas/" + message));
        assertThat(document.at("/components/schemas/BuyerMessage/oneOf").valueStream()
                .flatMap(message -> texts(message.at("/properties/event/enum")).stream())).containsExactlyInAnyOrder(
                        "held", "confirmed", "rejected", "cancelled", "expired", "queued", "refused", "lost", "payment",
                        "snapshot");
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void thereIsAUserInterfaceForIt() {
        var found = API.get("/openapi/ui");
        assertThat(found.status()).isEqualTo(302);
        assertThat(API.get(found.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void managementIsNotOnThePublicPort() {
        assertThat(API.get("/actuator").status()).isEqualTo(404);
        assertThat(API.get("/actuator/health/readiness").status()).isEqualTo(404);
        assertThat(API.health()).isEqualTo(200);
    }
}
