package dev.weir.systemtests.service;

import dev.weir.rl.learn.Learner;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.PolicyService;
import dev.weir.service.ServiceSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.List;

/** The policy service that {@link HttpLoad} loads, in a JVM of its own; ends when its standard input does. */
final class LoadedService {
    private LoadedService() {}

    public static void main(String[] args) throws Exception {
        String yaml = """
                problem: load
                features: [{name: x, type: numeric, size: 32, missing: 0}]
                actions: {ids: [a, b, c, d, e, f, g, h, i, j]}
                default-action: a
                reward: {formula: click, window: PT5S, if-none: 0}
                tracks: {linear: {algorithm: {name: linear}, exploration: {name: %s}, publish: {every-transitions: 10}}}
                """.formatted(args[1]);
        ProblemFile file = ServiceUnderTest.problem(yaml, args[2]);
        Learner learner = ServiceUnderTest.learner(file, 500);
        ServiceUnderTest.publish(file, 0, 0, learner, learner.content());
        PolicyService service = PolicyService.start(
                List.of(file),
                new ServiceSettings(0, 0, Path.of(args[0]).resolve("data"), "load", 1)
                        .explaining(false), // it is measured by itself: system-tests/bench why
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        System.out.println("READY " + service.port());
        while (System.in.read() >= 0) {
            continue; // until the parent is done
        }
        service.close();
    }
}
