package dev.weir.service;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.decisionlog.Ticker;
import dev.weir.service.http.HttpServers;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.why.Versions;
import dev.weir.service.why.WhyDesk;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves versioned decisions of many problems over HTTP and logs what was decided. */
public final class PolicyService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyService.class);

    private final List<RunningProblem> running = new ArrayList<>();
    private final List<WhyDesk> desks = new ArrayList<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private @Nullable HttpServers http;

    private PolicyService() {}

    /**
     * Starts all problems, and answers when decisions are accepted. A problem that cannot start does not stop another.
     *
     * @throws IllegalStateException if the ports cannot be had
     */
    public static PolicyService start(
            List<ProblemFile> problems, ServiceSettings settings, PrometheusMeterRegistry meters) {
        PolicyService service = new PolicyService();
        try {
            problems.forEach(file -> service.start(file, settings, meters));
            service.listen(settings, meters);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
        return service;
    }

    /**
     * Tells why decisions were made, and makes none: for a process of its own beside those that decide.
     *
     * @throws IllegalStateException if the ports cannot be had
     */
    public static PolicyService explain(
            List<ProblemFile> problems, ServiceSettings settings, PrometheusMeterRegistry meters) {
        PolicyService service = new PolicyService();
        try {
            for (ProblemFile file : problems) {
                WhyDesk desk = RunningProblem.desk(file, settings, Versions.Known.NONE, meters);
                if (desk == null) {
                    service.failures.put(file.name(), "its index cannot be had");
                } else {
                    service.desks.add(desk);
                }
            }
            service.listen(settings, meters);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
        return service;
    }

    private void start(ProblemFile file, ServiceSettings settings, PrometheusMeterRegistry meters) {
        try {
            running.add(RunningProblem.start(file, settings, meters));
        } catch (RuntimeException e) {
            failures.put(file.name(), String.valueOf(e.getMessage()));
            LOG.error("problem {} did not start: {}", file.name(), e.getMessage());
        }
    }

    private void listen(ServiceSettings settings, PrometheusMeterRegistry meters) {
        Map<String, ProblemService> services = new LinkedHashMap<>();
        Map<String, Ticker> tickers = new LinkedHashMap<>();
        Map<String, WhyDesk> explaining = new LinkedHashMap<>();
        for (RunningProblem one : running) {
            services.put(one.file().name(), one.service());
            tickers.put(one.file().name(), one.ticker());
            WhyDesk desk = one.desk();
            if (desk != null) {
                explaining.put(one.file().name(), desk);
            }
        }
        desks.forEach(desk -> explaining.put(desk.file().name(), desk));
        http = HttpServers.start(
                new HttpServers.Listening(
                        settings.port(),
                        settings.adminPort(),
                        settings.eventLoops(),
                        settings.replyWithin(),
                        settings.security()),
                services,
                explaining,
                Map.copyOf(failures),
                tickers,
                meters);
        LOG.info(
                "decisions of {}, why of {} on port {}, admin on port {}",
                services.keySet(),
                explaining.keySet(),
                port(),
                adminPort());
    }

    /** Port of decisions. */
    public int port() {
        return http == null ? 0 : http.port();
    }

    /** Port of health, metrics and time. */
    public int adminPort() {
        return http == null ? 0 : http.adminPort();
    }

    /** True once the policies of a problem have been read to the end that they had at the start. */
    public boolean caughtUp(String problem) {
        return running.stream()
                .anyMatch(r -> r.file().name().equals(problem) && r.store().caughtUp());
    }

    /** True once every problem that runs has what it decides by, and is warm. */
    public boolean ready() {
        return running.stream().allMatch(r -> r.service().ready());
    }

    /** Problems that did not start, and why. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /** Stops listening, then writes what is still on its way, then stops. */
    @Override
    public void close() {
        HttpServers open = http;
        if (open != null) {
            open.close();
        }
        running.forEach(RunningProblem::close);
        desks.forEach(WhyDesk::close);
    }
}
