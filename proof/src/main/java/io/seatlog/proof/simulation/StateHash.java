package io.seatlog.proof.simulation;

import io.seatlog.reservation.memory.InMemoryJournal;
import io.seatlog.reservation.partition.Pipeline;
import io.seatlog.reservation.partition.TopicWatch;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A number for all that some graphs of objects remember: two worlds with the same number go on alike. It reads the private
 * fields of our own classes, so that a field which is added tomorrow counts without anybody thinking of it. Times that are
 * over count as one: nothing in a pipeline asks how long ago something was. What two of the graphs share is the same in both.
 */
final class StateHash {
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;
    /** Owners' tokens begin with the number of their process. */
    private static final long TOKENS = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final String OURS = "io.seatlog.";
    /** What nothing depends on: a count for tests, and what was last told to those who watch the lag. */
    private static final Map<Class<?>, Set<String>> LEFT_OUT = Map.of(InMemoryJournal.class, Set.of("commits"),
            Pipeline.class, Set.of("reported", "reportedAt"));
    private static final ClassValue<Hash> HASHES = new ClassValue<>() {
        @Override
        protected Hash computeValue(Class<?> type) {
            return hashOf(type);
        }
    };
    private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
    /** Of openings; what matters is which are the same. */
    private final Map<UUID, Integer> tokens = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private long near;
    private long sum = SEED;

    private interface Hash {
        long of(StateHash hash, Object value);
    }

    /** @param clock what the clock says that the object looks at */
    StateHash add(Object root, Instant clock) {
        now = clock;
        return add(hash(root));
    }

    StateHash add(long number) {
        sum = mix(sum, number);
        return this;
    }

    /** How many of the times lie so near that somebody may wait for them. */
    long near() {
        return near;
    }

    long sum() {
        return sum;
    }

    private static long mix(long one, long other) {
        long mixed = (one ^ Long.rotateLeft(other, 29)) * SEED;
        return mixed ^ mixed >>> 32;
    }

    private long hash(@Nullable Object value) {
        return value == null ? 1 : HASHES.get(value.getClass()).of(this, value);
    }

    /** Looked up once for each class. */
    private static Hash hashOf(Class<?> type) {
        if (isOneOf(type, RandomGenerator.class, InstantSource.class, World.class, Choices.class)) {
            return (_, _) -> 18;
        }
        // Matters where a log is replaced, which the exploration's never is.
        if (type == TopicWatch.class) {
            return (_, _) -> 25;
        }
        if (isOneOf(type, Enum.class)) {
            return (_, value) -> mix(11, ((Enum<?>) value).ordinal());
        }
        boolean hasFields = isOurs(type) && !isOneOf(type, Map.class, Collection.class);
        return hasFields ? fieldsOf(type) : StateHash::known;
    }

    private static boolean isOneOf(Class<?> type, Class<?>... supertypes) {
        return Arrays.stream(supertypes).anyMatch(each -> each.isAssignableFrom(type));
    }

    private long known(Object value) {
        return switch (value) {
            case String text -> mix(2, longHash(text));
            case Integer number -> mix(3, number);
            case Long number -> mix(4, number);
            case Boolean bool -> bool ? 5 : 6;
            case Number number -> mix(7, number.longValue());
            case UUID token when token.getMostSignificantBits() < TOKENS ->
                mix(23, tokens.computeIfAbsent(token, _ -> tokens.size()));
            case UUID id -> mix(id.getMostSignificantBits(), id.getLeastSignificantBits());
            case Instant time -> time(time);
            case Duration length -> mix(10, length.toNanos());
            case byte[] bytes -> mix(12, Arrays.hashCode(bytes));
            case int[] numbers -> mix(13, Arrays.hashCode(numbers));
            case long[] numbers -> mix(14, Arrays.hashCode(numbers));
            case Object[] objects -> ordered(Arrays.asList(objects));
            case BitSet bits -> mix(15, Arrays.hashCode(bits.toLongArray()));
            case Optional<?> optional -> mix(16, hash(optional.orElse(null)));
            case Map<?, ?> map -> unordered(map);
            case Set<?> set -> unordered(set);
            case Collection<?> list -> ordered(list);
            default -> 19;
        };
    }

    /** Of what a process waits for, how long; of what lies further ahead, such as the end of a sale, when. */
    private long time(Instant time) {
        if (!time.isAfter(now)) {
            return 9;
        }
        if (time.isBefore(now.plus(LONGEST_WAIT))) {
            near++;
            return mix(8, Duration.between(now, time).toNanos());
        }
        return mix(24, time.getEpochSecond());
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith(OURS) && !type.isHidden();
    }

    private static long longHash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    private long ordered(Collection<?> list) {
        long hash = 20;
        for (var each : list) {
            hash = mix(hash, hash(each));
        }
        return hash;
    }

    private long unordered(Set<?> set) {
        long hash = 0;
        for (var each : set) {
            hash += mix(17, hash(each));
        }
        return hash;
    }

    private long unordered(Map<?, ?> map) {
        long hash = 21;
        for (var entry : map.entrySet()) {
            hash += mix(hash(entry.getKey()), hash(entry.getValue()));
        }
        return hash;
    }

    /** Which of two things that may change are one matters; values are alike when they look alike. */
    private long once(Object object, long name, Field[] fields) {
        var before = seen.putIfAbsent(object, seen.size());
        return before == null ? fields(object, name, fields) : mix(22, before);
    }

    private long fields(Object object, long name, Field[] fields) {
        long hash = name;
        for (var field : fields) {
            try {
                hash = mix(hash, hash(field.get(object)));
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return hash;
    }

    private static Hash fieldsOf(Class<?> type) {
        var fields = new ArrayList<Field>();
        var leftOut = new HashSet<>(LEFT_OUT.getOrDefault(type, Set.of()));
        for (Class<?> each = type; each != null && each.getName().startsWith(OURS); each = each.getSuperclass()) {
            for (var field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !leftOut.remove(field.getName())) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        if (!leftOut.isEmpty()) {
            throw new IllegalStateException(type + " has no " + leftOut);
        }
        long name = longHash(type.getName());
        var inOrder = fields.toArray(Field[]::new);
        return type.isRecord()
                ? (hash, value) -> hash.fields(value, name, inOrder)
                : (hash, value) -> hash.once(value, name, inOrder);
    }
}
