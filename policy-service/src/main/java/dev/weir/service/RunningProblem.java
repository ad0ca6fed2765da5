package dev.weir.service;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.StreamsSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.service.decisionlog.DecisionLog;
import dev.weir.service.decisionlog.LogClock;
import dev.weir.service.decisionlog.Tail;
import dev.weir.service.decisionlog.Ticker;
import dev.weir.service.journal.Spill;
import dev.weir.service.policystore.PolicyStore;
import dev.weir.service.requests.RequestConsumer;
import dev.weir.service.rollout.Rollouts;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.why.Versions;
import dev.weir.service.why.WhyDesk;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs for one problem. */
record RunningProblem(
        ProblemFile file,
        PolicyStore store,
        Rollouts rollouts,
        DecisionLog log,
        LogClock clock,
        Ticker ticker,
        ProblemService service,
        RequestConsumer requests,
        WarmUp warmUp,
        @Nullable WhyDesk desk)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningProblem.class);
    private static final Duration BROKERS = Duration.ofSeconds(3);
    private static final Duration NEW_TOPICS = Duration.ofSeconds(1);
    private static final Duration TAIL = Duration.ofSeconds(20);

    /**
     * Starts; without brokers too, for the last good version is on disk.
     *
     * @throws IllegalStateException naming topics that are missing
     */
    static RunningProblem start(ProblemFile file, ServiceSettings settings, MeterRegistry meters) {
        boolean brokers = topicsAreThere(file);
        PolicyStore store = PolicyStore.start(
                file, settings.dataFolder(), settings.security().snapshots(), meters);
        Rollouts rollouts = Rollouts.start(file, store);
        DecisionLog log = DecisionLog.open(file, meters);
        long reached = 0;
        List<Decision> tail = new ArrayList<>();
        if (brokers) {
            reached = tail(file, tail);
        }
        LogClock clock = new LogClock(
                System::currentTimeMillis, file.time().driver(), file.time().driver() ? reached : 0);
        ProblemService service = new ProblemService(file, store, rollouts, log, clock, meters);
        tail.forEach(service::restore);
        spill(file, settings, log, clock, service, meters);
        Ticker ticker = Ticker.start(file, log, clock, settings.instance());
        RequestConsumer requests = RequestConsumer.start(service, log, settings.instance(), meters);
        WhyDesk desk = settings.explain() ? desk(file, settings, store::known, meters) : null;
        return new RunningProblem(
                file, store, rollouts, log, clock, ticker, service, requests, WarmUp.start(service), desk);
    }

    /** Tells why decisions were made; null where its index cannot be had: decisions are made all the same. */
    static @Nullable WhyDesk desk(
            ProblemFile file, ServiceSettings settings, Versions.Known known, MeterRegistry meters) {
        Path folder = settings.dataFolder().resolve(file.name()).resolve("index");
        try {
            return WhyDesk.start(file, folder, settings.security().snapshots(), known, meters);
        } catch (IOException e) {
            LOG.warn("problem {}: why decisions were made is not told here: {}", file.name(), e.getMessage());
            return null;
        }
    }

    private static void spill(
            ProblemFile file,
            ServiceSettings settings,
            DecisionLog log,
            LogClock clock,
            ProblemService service,
            MeterRegistry meters) {
        if (file.service().beforeReply() || file.service().journalBytes() == 0) {
            return;
        }
        Path folder = settings.dataFolder().resolve(file.name()).resolve("journal");
        try {
            Spill spill = Spill.open(file, new Spill.Settings(folder, settings.instance(), clock::hold), meters);
            spill.values(file.service().idempotencyEntries(), log.decoding(service::restore));
            log.spillInto(spill);
            spill.start();
        } catch (IOException e) {
            LOG.warn("problem {}: decisions are not kept on disk while Kafka is away: {}", file.name(), e.getMessage());
        }
    }

    private static long tail(ProblemFile file, List<Decision> tail) {
        try {
            return Tail.read(file, file.service().idempotencyEntries(), TAIL, tail::add);
        } catch (KafkaException e) {
            LOG.warn("problem {}: retries of older decisions will not be known: {}", file.name(), e.toString());
            return 0;
        }
    }

    private static boolean topicsAreThere(ProblemFile file) {
        Map<String, Object> admin = file.kafkaSettings().forClient(Kind.ADMIN);
        admin.put("default.api.timeout.ms", (int) BROKERS.toMillis());
        admin.put("request.timeout.ms", (int) BROKERS.toMillis());
        List<String> needed = List.of(
                file.topics().requests(),
                file.topics().decisions(),
                file.topics().outcomes(),
                file.topics().policies(),
                file.topics().rollouts(),
                file.topics().rolloutCommands(),
                file.topics().deadLetters());
        try (Admin client = Admin.create(admin)) {
            Set<String> missing = missing(client, needed);
            if (!missing.isEmpty()) {
                throw new IllegalStateException(
                        "topics must exist, missing were " + missing + "; create them with weir topics apply");
            }
            Partitions.check(file, client);
            return true;
        } catch (IllegalStateException e) {
            Throwable cause = e.getCause() == null ? null : e.getCause().getCause();
            if (!(cause instanceof TimeoutException)) {
                throw e;
            }
            LOG.warn("problem {}: the brokers do not answer; serving what is on disk", file.name());
            return false;
        }
    }

    /** Brokers take a moment to know of each other's new topics. */
    private static Set<String> missing(Admin client, List<String> needed) {
        long deadline = System.nanoTime() + NEW_TOPICS.toNanos();
        Set<String> missing = StreamsSettings.missing(client, needed);
        try {
            while (!missing.isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(100);
                missing = StreamsSettings.missing(client, missing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return missing;
    }

    /** In order: no more requests, no more time, then what is on its way, then the versions. */
    @Override
    public void close() {
        if (desk != null) {
            desk.close();
        }
        warmUp.close();
        requests.close();
        ticker.close();
        log.close();
        rollouts.close();
        store.close();
    }
}
