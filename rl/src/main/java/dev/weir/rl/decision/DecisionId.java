package dev.weir.rl.decision;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Identity of a decision: {@code <16 hex: hash of the unit>-<32 hex: hash of unit and caller's id>}. A function of the
 * unit and the caller's own id, so a retry has the same id, and an outcome may name either; the unit's hash in front
 * lets an outcome find its joiner with nothing but the id.
 */
public record DecisionId(String value) {
    private static final HexFormat HEX = HexFormat.of();
    private static final char[] NOT_HEX = notHex();

    /** Characters of every id. */
    public static final int LENGTH = 49;

    public DecisionId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException(
                    "decision id must be 16 hex digits, '-', 32 hex digits, was '" + shown(value) + "'");
        }
    }

    /** The id that this unit's decision has which its caller calls {@code callerId}. */
    public static DecisionId of(UnitId unit, String callerId) {
        byte[] bytes = (unit.value() + '\0' + callerId).getBytes(StandardCharsets.UTF_8);
        HashValue128 hash = Hashing.murmur3_128().hashBytesTo128Bits(bytes);
        return new DecisionId(HEX.toHexDigits(unit.hash())
                + '-'
                + HEX.toHexDigits(hash.getMostSignificantBits())
                + HEX.toHexDigits(hash.getLeastSignificantBits()));
    }

    /** True if the text could be an id. */
    public static boolean isWellFormed(String text) {
        if (text.length() != LENGTH || text.charAt(16) != '-') {
            return false;
        }
        int wrong = 0;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            wrong |= i == 16 ? 0 : c | NOT_HEX[c & 127]; // a bit above 127 stays
        }
        return wrong < 128;
    }

    private static char[] notHex() {
        char[] table = new char[128];
        for (char c = 0; c < table.length; c++) {
            table[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' ? (char) 0 : (char) 128;
        }
        return table;
    }

    /** Hash of the unit that was decided for, as {@link UnitId#hash()}. */
    public long unitHash() {
        return HexFormat.fromHexDigitsToLong(value, 0, 16);
    }

    /** Low 64 bits of the id's own hash: what randomness of this decision is keyed by. */
    public long bits() {
        return HexFormat.fromHexDigitsToLong(value, 33, 49);
    }

    private static String shown(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }

    @Override
    public String toString() {
        return value;
    }
}
