package dev.weir.ops.run;

import dev.weir.ingestion.Ingestion;
import dev.weir.learner.LearnerStream;
import dev.weir.ops.alert.AlertForwarder;
import dev.weir.ops.drift.DriftWatcher;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFile.Track;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.service.PolicyService;
import dev.weir.service.ServiceSettings;
import dev.weir.service.rollout.RolloutController;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applications of many problems in this process. A problem that cannot start, or that fails later, does not stop
 * another. Closing goes with the stream: first no more decisions, then the joins, then the learners.
 */
public final class Applications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Applications.class);

    private final RunSettings settings;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, Ingestion> ingestions = new LinkedHashMap<>();
    private final Map<String, LearnerStream> learners = new LinkedHashMap<>();
    private final Map<String, RolloutController> rollouts = new LinkedHashMap<>();
    private final Map<String, DriftWatcher> watchers = new LinkedHashMap<>();
    private final Map<String, AlertForwarder> forwarders = new LinkedHashMap<>();
    private @Nullable PolicyService service;

    private Applications(RunSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts what the settings name.
     *
     * @param appliedAt epoch milliseconds that problem files are put in force with
     * @throws IllegalStateException if no problem could be started, or the ports cannot be had
     */
    public static Applications start(List<ProblemFile> problems, RunSettings settings, String by, long appliedAt) {
        Applications all = new Applications(settings);
        try {
            List<ProblemFile> started = new ArrayList<>();
            for (ProblemFile file : problems) {
                if (all.start(file, by, appliedAt)) {
                    started.add(file);
                }
            }
            if (settings.parts().contains(Part.SERVICE) || settings.parts().contains(Part.EXPLAIN)) {
                all.serve(started);
            }
            if (all.failures.size() == problems.size()) {
                throw new IllegalStateException("no problem could be started: " + all.failures);
            }
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private boolean start(ProblemFile file, String by, long appliedAt) {
        String name = file.name();
        try {
            try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
                topics(file, admin);
            }
            ProblemRegistry.apply(file, file.kafkaSettings(), by, appliedAt);
            if (settings.parts().contains(Part.INGESTION)) {
                ingestions.put(name, Ingestion.start(file, settings.data().resolve("streams"), meters));
            }
            if (settings.parts().contains(Part.LEARNER)) {
                for (Track track : file.tracks()) {
                    learners.put(
                            name + "/" + track.name(),
                            LearnerStream.start(
                                    file, track.name(), settings.data().resolve("streams"), meters));
                }
            }
            if (settings.parts().contains(Part.ROLLOUT)) {
                rollouts.put(name, RolloutController.start(file, settings.data().resolve("streams")));
            }
            if (settings.parts().contains(Part.DRIFT)) {
                watchers.put(name, DriftWatcher.start(file, settings.data().resolve("streams"), meters));
                forwarders.put(name, AlertForwarder.start(file, meters));
            }
            return true;
        } catch (RuntimeException e) {
            LOG.error("problem {} did not start: {}", name, e.getMessage());
            failures.put(name, String.valueOf(e.getMessage()));
            closeStreams(name);
            return false;
        }
    }

    private void topics(ProblemFile file, Admin admin) {
        if (settings.createTopics()) {
            TopicPlan.apply(file, admin);
            return;
        }
        List<TopicPlan.Item> differing = TopicPlan.verify(file, admin);
        if (!differing.isEmpty()) {
            throw new IllegalStateException("topics are not as they should be: " + differing
                    + "; run weir topics apply on the problem file, or start with --create-topics");
        }
    }

    private void serve(List<ProblemFile> problems) {
        ServiceSettings how = new ServiceSettings(
                        settings.port(),
                        settings.adminPort(),
                        settings.data().resolve("policies"),
                        settings.instance(),
                        settings.eventLoops())
                .explaining(settings.parts().contains(Part.EXPLAIN))
                .with(settings.security());
        service = settings.parts().contains(Part.SERVICE)
                ? PolicyService.start(problems, how, meters)
                : PolicyService.explain(problems, how, meters);
        failures.putAll(service.failures());
    }

    private void closeStreams(String name) {
        Optional.ofNullable(ingestions.remove(name)).ifPresent(Ingestion::close);
        Optional.ofNullable(rollouts.remove(name)).ifPresent(RolloutController::close);
        Optional.ofNullable(watchers.remove(name)).ifPresent(DriftWatcher::close);
        Optional.ofNullable(forwarders.remove(name)).ifPresent(AlertForwarder::close);
        learners.entrySet().removeIf(e -> {
            boolean mine = e.getKey().startsWith(name + "/");
            if (mine) {
                e.getValue().close();
            }
            return mine;
        });
    }

    /** Port of decisions; 0 where none are served. */
    public int port() {
        return service == null ? 0 : service.port();
    }

    /** Port of health and metrics; 0 where nothing is served. */
    public int adminPort() {
        return service == null ? 0 : service.adminPort();
    }

    /** Problems that do not run, or only in part, and why. */
    public Map<String, String> failures() {
        Map<String, String> all = new LinkedHashMap<>(failures);
        ingestions.forEach((name, i) -> i.failure().ifPresent(e -> all.put(name, "ingestion stopped: " + e)));
        learners.forEach((name, l) -> l.failure().ifPresent(e -> all.put(name, "learner stopped: " + e)));
        rollouts.forEach((name, r) -> r.failure().ifPresent(e -> all.put(name, "rollouts stopped: " + e)));
        watchers.forEach((name, w) -> w.failure().ifPresent(e -> all.put(name, "drift watcher stopped: " + e)));
        forwarders.forEach((name, f) ->
                f.troubles().forEach((to, why) -> all.putIfAbsent(name, "alerts wait, " + to + " " + why)));
        return Collections.unmodifiableMap(all);
    }

    /** Metrics of everything that runs here. */
    public PrometheusMeterRegistry meters() {
        return meters;
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
        ingestions.values().forEach(Ingestion::close);
        learners.values().forEach(LearnerStream::close);
        rollouts.values().forEach(RolloutController::close);
        watchers.values().forEach(DriftWatcher::close);
        forwarders.values().forEach(AlertForwarder::close);
        meters.close();
    }
}
