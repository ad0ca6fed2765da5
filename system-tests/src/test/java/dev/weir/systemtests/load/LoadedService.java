package dev.weir.systemtests.load;

import dev.weir.rl.learn.Learner;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.PolicyService;
import dev.weir.service.ServiceSettings;
import dev.weir.service.security.SecuritySettings;
import dev.weir.systemtests.service.ServiceUnderTest;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The policy service under load. Arguments: folder, brokers, exploration, a file of security or -, and problems as {@code NAME=WAY-OF-THE-LOG}. */
final class LoadedService {
    private LoadedService() {}

    public static void main(String[] args) throws Exception {
        List<ProblemFile> files = new ArrayList<>();
        for (String problem : List.of(args).subList(4, args.length)) {
            String[] parts = problem.split("=", 2);
            ProblemFile file = LoadProblem.file(parts[0], args[2], parts[1], args[1]);
            Learner learner = ServiceUnderTest.learner(file, 500);
            ServiceUnderTest.publish(file, 0, 0, learner, learner.content());
            files.add(file);
        }
        ServiceSettings settings = new ServiceSettings(0, 0, Path.of(args[0]).resolve("data"), "load", 1)
                .explaining(false); // it is measured by itself: system-tests/bench why
        PolicyService service = PolicyService.start(
                files,
                args[3].equals("-") ? settings : settings.with(SecuritySettings.read(Path.of(args[3]))),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        System.out.println("READY " + service.port());
        while (System.in.read() >= 0) {
            continue; // until the parent is done
        }
        service.close();
    }
}
