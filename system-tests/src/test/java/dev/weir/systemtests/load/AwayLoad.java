package dev.weir.systemtests.load;

import static dev.weir.systemtests.load.Machine.verdict;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.systemtests.service.BrokerProcess;
import dev.weir.systemtests.service.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The broker is killed under load and comes back after a while. Says how many callers were served, how much more memory the
 * service held, and whether every decision that was answered stands on the topic once, and in order by unit.
 *
 * <p>Arguments: {@code [seconds away] [decisions a second]}; 60 and 2000 if left out.
 */
public final class AwayLoad {
    private static final String NAME = "away";
    private static final int BEFORE = 40;
    private static final int AFTERWARDS = 20;
    private static final long MEGABYTE = 1 << 20;

    private AwayLoad() {}

    public static void main(String[] args) throws Exception {
        int away = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        double perSecond = args.length > 1 ? Double.parseDouble(args[1]) : 2000;
        System.setProperty("weir.load.jvm", "-Xms384m -Xmx384m -Xmn128m -XX:+AlwaysPreTouch -XX:+UseSerialGC");
        Machine.onCoreOne();
        Path folder = Files.createTempDirectory("weir-load");
        ChildJvm broker = broker(folder, "0");
        String bootstrap = broker.ready();
        try (LoadedProcess service = LoadedProcess.start(
                LoadedService.class,
                folder,
                folder.toString(),
                bootstrap,
                "epsilon-greedy",
                "-",
                NAME + "=after-reply")) {
            ProblemFile file = LoadProblem.file(NAME, "epsilon-greedy", "after-reply", bootstrap);
            String body = LoadProblem.body().replaceFirst("\\{", "{\"id\":\"" + LoadClient.ID + "\",");
            LoadClient client = new LoadClient(service.port(), LoadProblem.path(NAME), 4, body);
            client.paced((int) (perSecond * BEFORE), perSecond);
            long held = service.residentBytes();
            long asked = client.answered() + client.errors();
            System.out.printf("the broker goes; the service holds %d MB%n", held / MEGABYTE);
            broker.kill();
            LoadClient.Result without = client.paced((int) (perSecond * away), perSecond);
            long most = service.residentBytes();
            System.out.printf(
                    "%d s without it: p50 %.2f ms, p99 %.2f ms; the service holds %d MB%n",
                    away, without.millis(0.5), without.millis(0.99), most / MEGABYTE);
            broker = broker(folder, bootstrap.replaceAll(".*:", ""));
            LoadClient.Result back = client.paced((int) (perSecond * AFTERWARDS), perSecond);
            most = Math.max(most, service.residentBytes());
            System.out.printf(
                    "%d s with it again: p50 %.2f ms, p99 %.2f ms; the service holds %d MB%n",
                    AFTERWARDS, back.millis(0.5), back.millis(0.99), service.residentBytes() / MEGABYTE);
            report(file, client, asked, held, most);
        } finally {
            broker.close();
            Machine.delete(folder);
        }
    }

    private static ChildJvm broker(Path folder, String port) throws Exception {
        return ChildJvm.start(
                BrokerProcess.class,
                folder.resolve("broker.log"),
                folder.resolve("broker").toString(),
                port);
    }

    private static void report(ProblemFile file, LoadClient client, long asked, long held, long most) {
        Set<String> ids = new HashSet<>();
        Map<String, String> last = new HashMap<>();
        long[] wrong = {0, 0};
        long logged = LoadProblem.logged(file, client.answered(), d -> {
            wrong[0] += ids.add(d.getId()) ? 0 : 1;
            String id = String.valueOf(d.getCallerId());
            String before = last.put(d.getUnit(), id);
            wrong[1] += before == null || before.compareTo(id) < 0 ? 0 : 1;
        });
        double served = (double) client.answered() / (client.answered() + client.errors());
        System.out.printf(
                "served %.3f %% of %d (%d before the broker went), bar 99.99: %s%n",
                100 * served, client.answered() + client.errors(), asked, verdict(served >= 0.9999));
        System.out.printf(
                "resident memory grew by %d MB at most, bar 64: %s%n",
                (most - held) / MEGABYTE, verdict(most - held <= 64 * MEGABYTE));
        System.out.printf(
                "answered %d, in the topic %d, twice %d, out of order in their unit %d: %s%n",
                client.answered(),
                logged,
                wrong[0],
                wrong[1],
                verdict(logged == client.answered() && wrong[0] == 0 && wrong[1] == 0));
    }
}
