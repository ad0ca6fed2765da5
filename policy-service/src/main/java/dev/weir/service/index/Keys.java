package dev.weir.service.index;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.TopicPartition;

/** Keys of the index. Numbers are big-endian, so that RocksDB's order is theirs. */
final class Keys {
    static final byte DECISION = 'd';
    static final byte UNIT = 'u';

    private static final HexFormat HEX = HexFormat.of();
    private static final int HASH = Long.BYTES;

    private Keys() {}

    /** Of a decision: its id as bytes, the unit's hash first. */
    static byte[] decision(DecisionId id) {
        String hex = id.value();
        return ByteBuffer.allocate(1 + 3 * Long.BYTES)
                .put(DECISION)
                .putLong(HexFormat.fromHexDigitsToLong(hex, 0, 16))
                .putLong(HexFormat.fromHexDigitsToLong(hex, 17, 33))
                .putLong(HexFormat.fromHexDigitsToLong(hex, 33, 49))
                .array();
    }

    /** The id within a decision's key. */
    static DecisionId id(byte[] key) {
        return new DecisionId(HEX.formatHex(key, 1, 1 + HASH) + '-' + HEX.formatHex(key, 1 + HASH, key.length));
    }

    /** Of a decision among its unit's: the latest first. */
    static byte[] unit(long unitHash, long time, int partition, long offset) {
        return ByteBuffer.allocate(1 + Long.BYTES + Long.BYTES + Short.BYTES + Long.BYTES)
                .put(UNIT)
                .putLong(unitHash)
                .putLong(inverted(time))
                .putShort((short) partition)
                .putLong(offset)
                .array();
    }

    /** Where a unit's decisions at a time, and those before it, begin. */
    static byte[] unitFrom(long unitHash, long time) {
        return ByteBuffer.allocate(1 + Long.BYTES + Long.BYTES)
                .put(UNIT)
                .putLong(unitHash)
                .putLong(inverted(time))
                .array();
    }

    /** What a unit's key says. */
    static UnitKey unitKey(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key, 1, key.length - 1);
        return new UnitKey(in.getLong(), inverted(in.getLong()), in.getShort(), in.getLong());
    }

    record UnitKey(long unitHash, long time, int partition, long offset) {}

    /** Later times first, negative ones included; its own inverse. */
    private static long inverted(long time) {
        return ~(time ^ Long.MIN_VALUE);
    }

    static byte[] version(String track, PolicyVersion version) {
        return text('v', track + '/' + version.epoch() + '/' + version.n());
    }

    /** Of the offset from which a partition is yet to be read. */
    static byte[] next(TopicPartition partition) {
        return text('p', partition.topic() + '/' + partition.partition());
    }

    /** Of the identity of a topic: one that was made anew has another. */
    static byte[] topic(String name) {
        return text('i', name);
    }

    private static byte[] text(char kind, String text) {
        return (kind + text).getBytes(StandardCharsets.UTF_8);
    }
}
