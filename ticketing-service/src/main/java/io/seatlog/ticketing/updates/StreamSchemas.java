package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.booking.BookingView;
import io.seatlog.ticketing.payment.PaymentView;
import io.seatlog.ticketing.problem.Problem;
import io.seatlog.ticketing.sales.SalesView;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The messages of the streams for the OpenAPI document: which names there are, and what their data is. */
@Configuration(proxyBeanMethods = false)
class StreamSchemas {
    static final String BOOKING = "#/components/schemas/BookingMessage";
    static final String BUYER = "#/components/schemas/BuyerMessage";
    static final String SALES = "#/components/schemas/SalesMessage";
    static final String EVENT = "#/components/schemas/EventMessage";
    private static final String SCHEMAS = "#/components/schemas/";

    /** Messages that are named alike on the streams of one booking and of a buyer. */
    private static Stream<Schema<?>> ofBookings() {
        return Stream.of(
                message(data(BookingView.class), "held", "confirmed", "rejected", "cancelled", "expired"),
                message(data(BookingFrames.Queued.class), "queued"), message(data(Problem.class), "refused", "lost"),
                message(data(PaymentView.class), "payment"));
    }

    @Bean
    OpenApiCustomizer streamMessages() {
        return api -> {
            Stream.of(BookingView.class, BookingFrames.Queued.class, BookingFrames.Listed.class, PaymentView.class,
                    SalesView.class, Hall.Status.class, Hall.Free.class, WatchedMap.Seats.class)
                    .forEach(type -> ModelConverters.getInstance(true).readAll(type)
                            .forEach(api.getComponents()::addSchemas));
            add(api, BOOKING, ofBookings());
            add(api, BUYER,
                    Stream.concat(ofBookings(), Stream.of(message(data(BookingFrames.Listed.class), "snapshot"))));
            add(api, SALES, Stream.of(message(data(SalesView.class), "sales")));
            add(api, EVENT, Stream.of(message(data(Hall.Status.class), "status"),
                    message(list(data(Hall.Free.class)), "availability"),
                    message(data(WatchedMap.Seats.class), "seats")));
        };
    }

    private static void add(OpenAPI api, String reference, Stream<Schema<?>> messages) {
        var schema = new JsonSchema();
        schema.description("One message, by its fields");
        messages.forEach(schema::addOneOfItem);
        api.getComponents().addSchemas(reference.substring(SCHEMAS.length()), schema);
    }

    private static Schema<?> message(Schema<?> data, String... names) {
        var name = new JsonSchema().typesItem("string");
        name.setEnum(Arrays.asList(names));
        var text = new JsonSchema().typesItem("string").contentMediaType("application/json").contentSchema(data);
        return new JsonSchema().typesItem("object").addProperty("event", name).addProperty("data", text)
                .addProperty("id", new JsonSchema().typesItem("string").pattern("^[0-9]{1,16}$"))
                .required(List.of("event", "data"));
    }

    private static Schema<?> data(Class<?> type) {
        var named = type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        var name = named == null || named.name().isEmpty() ? type.getSimpleName() : named.name();
        return new JsonSchema().$ref(SCHEMAS + name);
    }

    private static Schema<?> list(Schema<?> items) {
        return new JsonSchema().typesItem("array").items(items);
    }
}
