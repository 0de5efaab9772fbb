package io.seatlog.ticketing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What records say by themselves. An answer always has what its record cannot be without: every component that is not
 * {@link Nullable}. In a request, which says that it has no other fields, null is as good as nothing.
 */
final class RecordSchemas implements ModelConverter {
    private static final String REFERENCE = "#/components/schemas/";

    @Override
    @SuppressWarnings("rawtypes") // as the library has it
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        var resolved = chain.next().resolve(type, context, chain);
        var raw = Json.mapper().constructType(type.getType()).getRawClass();
        if (resolved != null && raw.isRecord()) {
            var schema = resolved.get$ref() == null
                    ? resolved
                    : context.getDefinedModels().get(resolved.get$ref().substring(REFERENCE.length()));
            if (schema != null) {
                require(schema, raw);
                allowNulls(schema);
            }
        }
        return resolved;
    }

    private static void require(Schema<?> schema, Class<?> type) {
        var properties = schema.getProperties();
        if (properties != null) {
            Arrays.stream(type.getRecordComponents()).filter(component -> isAlwaysThere(component, type))
                    .map(RecordComponent::getName).filter(properties::containsKey)
                    .filter(name -> schema.getRequired() == null || !schema.getRequired().contains(name))
                    .forEach(schema::addRequiredItem);
        }
    }

    private static void allowNulls(Schema<?> schema) {
        if (Boolean.FALSE.equals(schema.getAdditionalProperties())) {
            schema.getProperties().forEach((name, property) -> {
                if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
                    property.addType("null");
                }
            });
        }
    }

    private static boolean isAlwaysThere(RecordComponent component, Class<?> type) {
        var included = type.getAnnotation(JsonInclude.class);
        boolean isLeftOutWhenEmpty = included != null && included.value() == JsonInclude.Include.NON_EMPTY
                && Collection.class.isAssignableFrom(component.getType());
        return !isLeftOutWhenEmpty && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
