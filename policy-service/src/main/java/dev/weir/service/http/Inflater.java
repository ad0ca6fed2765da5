package dev.weir.service.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Inflates compressed bodies up to a bound: what a few bytes claim to be is not believed until it is there. */
final class Inflater {
    private Inflater() {}

    /**
     * Inflates.
     *
     * @return null if there is more than {@code most}
     * @throws IOException if it is no gzip, or not the whole of it
     */
    static byte @Nullable [] gzip(byte[] compressed, int most) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed), 8192)) {
            byte[] body = in.readNBytes(most);
            return in.read() < 0 ? body : null;
        }
    }
}
