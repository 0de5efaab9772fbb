package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.wire.MapLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The one script that writes seat maps, and its arguments. It runs alike on Redis and on Kvrocks, which asks for this:
 * <ul>
 * <li>A key is created by SET alone; BITFIELD would create another type there, whose bytes GET returns reversed.
 * <li>Bit offsets are absolute ({@code #n} is not parsed) and types unsigned.
 * <li>BITFIELD only writes, and only within a string of the right length: reading beyond the end crashes the server.
 * <li>A BITFIELD that failed answers an empty array without an error, so its replies are counted.
 * <li>Every write commits by itself, so a run makes one; SET follows BITFIELD only when that wrote nothing.
 * <li>The key is declared.
 * </ul>
 * Numbers above 2^53 would lose digits in Lua; versions have 48 bits, and are handed on as the text that came.
 */
final class MapScript {
    static final long REFUSED = 0;
    static final long DELTA = 1;
    static final long WHOLE = 2;

    /**
     * KEYS[1] the map; ARGV: new version, base, whole map, then the arguments of a BITFIELD, four a field, which are
     * left out when only the whole map may be set.
     */
    static final String TEXT = """
            local key, new, base, whole = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
            local header = redis.pcall('GETRANGE', key, 0, 7)
            local stored = -1
            if type(header) == 'string' and #header == 8 then
              stored = 0
              for i = 1, 6 do
                stored = stored * 256 + string.byte(header, i)
              end
            end
            if stored > new and stored ~= base then
              return 0
            end
            if #ARGV > 3 and stored == base and stored < new and redis.pcall('STRLEN', key) == #whole then
              local written = redis.pcall('BITFIELD', key, unpack(ARGV, 4))
              if type(written) == 'table' and #written == (#ARGV - 3) / 4 then
                return 1
              end
            end
            redis.call('SET', key, whole)
            return 2
            """;
    static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);
    static final byte[] SHA = sha1(BYTES).getBytes(StandardCharsets.US_ASCII);

    private static final byte[] ONE_KEY = ascii("1");
    private static final byte[] SET = ascii("SET");
    private static final byte[] VERSION_TYPE = ascii("u" + MapLayout.VERSION_BITS);
    private static final byte[] VERSION_OFFSET = ascii("0");
    private static final byte[] FREE_TYPE = ascii("u" + MapLayout.FREE_BITS);
    private static final byte[] FREE_OFFSET = ascii(Integer.toString(MapLayout.VERSION_BITS));
    private static final byte[] SEAT_TYPE = ascii("u" + MapLayout.SEAT_BITS);

    private MapScript() {}

    /** @return what follows the script or its digest in EVAL and EVALSHA */
    static List<byte[]> arguments(SeatMaps.Update update) {
        var image = update.image();
        var changed = update.changed();
        var version = ascii(Long.toString(image.version()));
        var arguments = new ArrayList<byte[]>(13 + 4 * Math.min(changed.size(), SeatMaps.MAX_DELTA_SEATS));
        arguments.add(ONE_KEY);
        arguments.add(ascii(MapLayout.key(update.subsectionId())));
        arguments.add(version);
        arguments.add(ascii(Long.toString(update.base())));
        arguments.add(image.toBytes());
        boolean onBase = update.base() != Version.NONE && update.base() < image.version();
        if (onBase && changed.size() <= SeatMaps.MAX_DELTA_SEATS) {
            field(arguments, VERSION_TYPE, VERSION_OFFSET, version);
            field(arguments, FREE_TYPE, FREE_OFFSET, ascii(Integer.toString(image.free())));
            for (int i = 0; i < changed.size(); i++) {
                int seat = changed.get(i);
                field(arguments, SEAT_TYPE, ascii(Integer.toString(MapLayout.bitOffset(seat))),
                        ascii(Integer.toString(image.state(seat).ordinal())));
            }
        }
        return arguments;
    }

    private static void field(List<byte[]> arguments, byte[] type, byte[] offset, byte[] value) {
        arguments.add(SET);
        arguments.add(type);
        arguments.add(offset);
        arguments.add(value);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-1", impossible);
        }
    }
}
