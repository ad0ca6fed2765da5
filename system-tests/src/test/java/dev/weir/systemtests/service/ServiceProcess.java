package dev.weir.systemtests.service;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.service.PolicyService;
import dev.weir.service.ServiceSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A policy service in a JVM of its own; arguments: problem file, brokers, data folder. */
final class ServiceProcess {
    private ServiceProcess() {}

    public static void main(String[] args) throws Exception {
        ProblemFile file =
                ProblemFiles.parse(Files.readString(Path.of(args[0]))).withKafka(Map.of("bootstrap.servers", args[1]));
        PolicyService service = PolicyService.start(
                List.of(file),
                new ServiceSettings(0, 0, Path.of(args[2]), "child", 1),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        System.out.println("READY " + service.port());
        Thread.sleep(600_000); // whoever started it kills it
    }
}
