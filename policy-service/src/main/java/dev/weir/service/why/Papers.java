package dev.weir.service.why;

import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemFiles.InvalidProblemException;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import dev.weir.service.rollout.TopicFollower;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people did: problem files they put in force, by hash, and the steps of rollouts, out of {@code problems} and
 * {@code audit}. Few and small, so they are kept in memory. Safe for use by many threads.
 */
public final class Papers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Papers.class);
    private static final Codec<ProblemApplied> PROBLEMS = Codec.of(ProblemApplied.class);
    private static final Codec<AuditEntry> ENTRIES = Codec.of(AuditEntry.class);

    private final ProblemFile file;
    private final TopicFollower follower;
    private final Map<String, ProblemApplied> problems = new ConcurrentHashMap<>();
    private final Map<String, Optional<ProblemFile>> files = new ConcurrentHashMap<>();
    private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
    private long entriesNext; // on the follower's thread: after an interruption it begins again

    private Papers(ProblemFile file) {
        this.file = file;
        this.follower = new TopicFollower(
                file, this::take, file.topics().problems(), file.topics().audit());
    }

    /** Follows the topics from their beginning; the brokers need not be there yet. */
    public static Papers start(ProblemFile file) {
        Papers papers = new Papers(file);
        papers.follower.start();
        return papers;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            RecordType type = RecordType.of(record.value());
            if (type == RecordType.PROBLEM_APPLIED) {
                ProblemApplied applied = PROBLEMS.decode(record.value());
                problems.put(applied.getHash(), applied);
            } else if (type == RecordType.AUDIT_ENTRY && record.offset() >= entriesNext) {
                entries.add(ENTRIES.decode(record.value()));
                entriesNext = record.offset() + 1;
            }
        } catch (UndecodableException e) {
            LOG.warn("problem {}: offset {} of {}: {}", file.name(), record.offset(), record.topic(), e.getMessage());
        }
    }

    /** True once both topics were read to what was their end at the start. */
    public boolean caughtUp() {
        return follower.caughtUp();
    }

    /** The problem file with a hash, and who put it in force when; null: it never was, or is not known yet. */
    @Nullable
    ProblemApplied applied(String hash) {
        return problems.get(hash);
    }

    /** The problem with a hash; empty if its file is not known, or can no longer be read. */
    Optional<ProblemFile> file(String hash) {
        if (hash.equals(file.hash())) {
            return Optional.of(file);
        }
        ProblemApplied applied = problems.get(hash);
        return applied == null ? Optional.empty() : files.computeIfAbsent(hash, h -> read(applied));
    }

    private Optional<ProblemFile> read(ProblemApplied applied) {
        try {
            return Optional.of(ProblemFiles.parse(applied.getYaml()));
        } catch (InvalidProblemException e) {
            LOG.warn(
                    "problem {}: file {} was in force and cannot be read: {}",
                    file.name(),
                    applied.getHash(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Steps of rollouts in their order. */
    List<AuditEntry> entries() {
        return entries;
    }

    @Override
    public void close() {
        follower.close();
    }
}
