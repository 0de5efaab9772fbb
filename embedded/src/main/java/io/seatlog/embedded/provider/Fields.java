package io.seatlog.embedded.provider;

import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The fields of a request's JSON, taken at their word. Every method throws {@link InvalidRequestException}. */
final class Fields {
    private final JsonNode json;

    private Fields(JsonNode json) {
        this.json = json;
    }

    /** @param known a field that is not among them is a typing error */
    static Fields of(byte[] body, Set<String> known) {
        JsonNode json = parse(body);
        if (!json.isObject()) {
            throw new InvalidRequestException("body");
        }
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw new InvalidRequestException(name);
            }
        }
        return new Fields(json);
    }

    static UUID uuid(String name, String value) {
        try {
            UUID id = UUID.fromString(value);
            if (id.toString().equalsIgnoreCase(value)) { // fromString also takes 1-1-1-1-1.
                return id;
            }
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequestException(name);
        }
        throw new InvalidRequestException(name);
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** The converted text; what the conversion answers with null or an IllegalArgumentException is invalid. */
    <T> T text(String name, Function<String, @Nullable T> conversion) {
        JsonNode value = json.get(name);
        if (value != null && value.isString()) {
            try {
                T converted = conversion.apply(value.stringValue());
                if (converted != null) {
                    return converted;
                }
            } catch (IllegalArgumentException malformed) {
                throw new InvalidRequestException(name);
            }
        }
        throw new InvalidRequestException(name);
    }

    <T> @Nullable T optionalText(String name, Function<String, @Nullable T> conversion) {
        return has(name) ? text(name, conversion) : null;
    }

    UUID uuid(String name) {
        return text(name, value -> uuid(name, value));
    }

    @Nullable
    UUID optionalUuid(String name) {
        return has(name) ? uuid(name) : null;
    }

    long number(String name, long least, long most) {
        JsonNode value = json.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least
                || value.longValue() > most) {
            throw new InvalidRequestException(name);
        }
        return value.longValue();
    }

    /** @param absent the value of a field that is not there */
    int number(String name, int least, int most, int absent) {
        return has(name) ? (int) number(name, least, most) : absent;
    }

    /** @param absent the value of a field that is not there */
    boolean bool(String name, boolean absent) {
        if (!has(name)) {
            return absent;
        }
        JsonNode value = json.get(name);
        if (!value.isBoolean()) {
            throw new InvalidRequestException(name);
        }
        return value.booleanValue();
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException malformed) {
            throw new InvalidRequestException("body");
        }
    }
}
