package dev.weir.systemtests.load;

import static dev.weir.systemtests.load.Machine.spread;
import static dev.weir.systemtests.load.Machine.verdict;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Values;
import dev.weir.systemtests.service.ServiceUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Versions that come while the service decides at a steady pace: seconds with swaps beside seconds without, in turn,
 * batches of 100 asked for in both. Every
 * decision on the topic is made again by the version that it names and must have its bits; all decisions of a batch must
 * name one version. The service has core 0; broker, publisher and client have core 1.
 *
 * <p>Arguments: {@code [versions] [decisions a second]}; 1000 and 10000 if left out.
 */
public final class SwapLoad {
    private static final int TURNS = 5;
    private static final double SECONDS = 8;
    private static final String NAME = "swapped";
    private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"]*)\"");

    private final ProblemFile file;
    private final Learner learner;
    private final Map<Long, Policy> versions = new ConcurrentHashMap<>();
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger mixed = new AtomicInteger();
    private long newest;

    private SwapLoad(ProblemFile file) {
        this.file = file;
        this.learner = ServiceUnderTest.learner(file, 500);
        versions.put(0L, Algorithms.read(learner.content(), file.decision()));
    }

    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        double perSecond = args.length > 1 ? Double.parseDouble(args[1]) : 10_000;
        Machine.onCoreOne();
        Path folder = Files.createTempDirectory("weir-load");
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        String bootstrap = broker.bootstrapServers();
        try (LoadedProcess service = LoadedProcess.start(
                LoadedService.class,
                folder,
                folder.toString(),
                bootstrap,
                "epsilon-greedy",
                "-",
                NAME + "=after-reply")) {
            new SwapLoad(LoadProblem.file(NAME, "epsilon-greedy", "after-reply", bootstrap))
                    .run(service, count / TURNS, perSecond);
        } finally {
            broker.close();
            Machine.delete(folder);
        }
    }

    private void run(LoadedProcess service, int each, double perSecond) throws Exception {
        LoadClient client = new LoadClient(service.port(), LoadProblem.path(NAME), 4, LoadProblem.body());
        while (client.paced((int) (perSecond * 5), perSecond).millis(0.99) > 5 && client.answered() < perSecond * 60) {
            continue; // until its compiler rests
        }
        double[] quiet = new double[TURNS];
        double[] swapped = new double[TURNS];
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < TURNS; i++) {
                quiet[i] = besideBatches(client, service.port(), perSecond);
                Thread publisher = new Thread(() -> publish(each, producer), "publisher");
                publisher.start();
                swapped[i] = besideBatches(client, service.port(), perSecond);
                publisher.join();
                System.out.printf(
                        "%d: p99 %.2f ms without, %.2f ms with %d versions; load average %s%n",
                        i + 1, quiet[i], swapped[i], each, Machine.loadAverage());
            }
        }
        report(client, quiet, swapped);
    }

    /** p99 in milliseconds at this pace, while batches of 100 are asked for one after the other. */
    private double besideBatches(LoadClient client, int port, double perSecond) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread asker = new Thread(() -> batches(port, over), "asker");
        asker.start();
        double p99 = client.paced((int) (perSecond * SECONDS), perSecond).millis(0.99);
        over.set(true);
        asker.join();
        return p99;
    }

    private void report(LoadClient client, double[] quiet, double[] swapped) {
        Set<Long> served = new TreeSet<>();
        long[] differ = {0};
        long logged = LoadProblem.logged(file, client.answered() + 100L * batches.get(), decision -> {
            served.add(decision.getVersion());
            differ[0] += same(decision) ? 0 : 1;
        });
        System.out.printf("p99 without swaps %s ms, with %s ms%n", spread(quiet, "%.2f"), spread(swapped, "%.2f"));
        System.out.printf(
                "%d versions published, %d of them decided; errors %d; %d decisions on the topic, %d of them not those of"
                        + " the version that they name; %d batches of 100, %d with more than one version: %s%n",
                newest,
                served.size(),
                client.errors(),
                logged,
                differ[0],
                batches.get(),
                mixed.get(),
                verdict(client.errors() == 0 && differ[0] == 0 && mixed.get() == 0 && batches.get() > 0));
    }

    private boolean same(Decision d) {
        Policy policy = versions.get(d.getVersion());
        if (policy == null) {
            return false;
        }
        var choice = Decider.decide(policy, file.decision(), Values.value(d.getSituation()), d.getSeed());
        double[] pmf = choice.judgement().pmf();
        boolean same = pmf.length == d.getPmf().size()
                && Double.doubleToLongBits(choice.propensity()) == Double.doubleToLongBits(d.getPropensity());
        for (int i = 0; same && i < pmf.length; i++) {
            same = Double.doubleToLongBits(pmf[i])
                    == Double.doubleToLongBits(d.getPmf().get(i));
        }
        return same;
    }

    /** Versions at a steady pace, each of which has learned something that the one before had not. */
    private void publish(int count, KafkaProducer<String, byte[]> producer) {
        try {
            for (int i = 0; i < count; i++) {
                ServiceUnderTest.observe(learner, file, 10);
                versions.put(++newest, Algorithms.read(learner.content(), file.decision()));
                ServiceUnderTest.publish(file, 0, newest, learner, producer);
                Thread.sleep((long) (1000 * SECONDS * 0.9 / count));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void batches(int port, AtomicBoolean over) {
        HttpClient http = HttpClient.newHttpClient();
        String requests = "{\"requests\":[" + "{\"unit\":\"u\"},".repeat(99) + "{\"unit\":\"u\"}]}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + LoadProblem.path(NAME) + ":batch"))
                .POST(HttpRequest.BodyPublishers.ofString(requests))
                .build();
        try {
            while (!over.get()) {
                String answer =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                Set<String> named = new TreeSet<>();
                Matcher matcher = VERSION.matcher(answer);
                while (matcher.find()) {
                    named.add(matcher.group(1));
                }
                mixed.addAndGet(named.size() == 1 ? 0 : 1);
                batches.incrementAndGet();
                Thread.sleep(20);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
