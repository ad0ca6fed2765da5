package dev.weir.service.policystore;

import dev.weir.rl.decision.PolicyVersion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Puts one version together again from its records on {@code policies}, given in order among others. Confined to one thread. */
public final class Reassembly {
    private final Assembler assembler = new Assembler();
    private final String manifest;
    private final String chunks;
    private @Nullable Content whole;

    public Reassembly(String track, PolicyVersion version) {
        String middle = "/" + track + "/" + version.epoch() + "/" + version.n();
        this.manifest = "m" + middle;
        this.chunks = "c" + middle + "/";
    }

    /**
     * Takes a record, if it is one of the version's.
     *
     * @throws IllegalArgumentException if it cannot be used, saying why
     */
    public void take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (key.equals(manifest) || key.startsWith(chunks)) {
            Content content = assembler.take(key, record.value());
            whole = content == null ? whole : content;
        }
    }

    /** The version, not yet checked; empty if not all of it came. */
    public Optional<Content> content() {
        return Optional.ofNullable(whole);
    }
}
