package dev.weir.ops.rollout;

import dev.weir.evaluation.rollout.Advice.Step;
import dev.weir.evaluation.rollout.Ramp;
import dev.weir.evaluation.rollout.RolloutAnalysis;
import dev.weir.evaluation.rollout.RolloutSimulation;
import dev.weir.learner.rebuild.LogReader;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.rollout.Gate;
import dev.weir.schemas.rollout.RolloutPlan;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Appends commands to {@code rollout-commands}, and reads what came of them in {@code rollouts} and {@code audit}. */
public final class RolloutDesk {
    private static final Codec<RolloutCommand> COMMANDS = Codec.of(RolloutCommand.class);
    private static final Codec<RolloutState> STATES = Codec.of(RolloutState.class);
    private static final Codec<AuditEntry> ENTRIES = Codec.of(AuditEntry.class);
    private static final long SEND_SECONDS = 15;
    private static final long ANSWER_MILLIS = 20_000;
    private static final long POLL_MILLIS = 200;

    private RolloutDesk() {}

    /** What came of a command. */
    public record Answer(boolean done, AuditEntry entry) {}

    /**
     * Where rollouts of a problem stand.
     *
     * @param state   of the newest; null: there was none
     * @param entries every step of all, oldest first
     */
    public record History(@Nullable RolloutState state, List<AuditEntry> entries) {}

    /**
     * Asks, and waits until the controller has answered.
     *
     * @throws IllegalArgumentException if the arguments of a draft or a start make no plan
     * @throws IllegalStateException    if the brokers do not take it, or no controller answers
     */
    public static Answer ask(
            ProblemFile file,
            String rollout,
            String command,
            String by,
            String reason,
            Map<String, String> arguments,
            long time) {
        Map<String, String> all = new TreeMap<>(arguments);
        if (command.equals("draft")) {
            RolloutPlan.of(arguments, file);
        } else if (command.equals("start")) {
            Map<String, String> drafted = new TreeMap<>(draft(file, rollout));
            drafted.putAll(arguments);
            RolloutPlan plan = RolloutPlan.of(drafted, file);
            Gate gate = plan.gate();
            if (gate != null) {
                all.putAll(RolloutGate.asked(file, plan, gate));
            }
        }
        int before = history(file).entries().size();
        send(file, new RolloutCommand(rollout, command, by, reason, time, all));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
        while (System.nanoTime() < deadline) {
            List<AuditEntry> entries = history(file).entries();
            for (AuditEntry entry : entries.subList(Math.min(before, entries.size()), entries.size())) {
                if (entry.getSubject().equals("rollout " + rollout)
                        && entry.getBy().equals(by)) {
                    return new Answer(!entry.getAction().startsWith("refused"), entry);
                }
            }
            pause();
        }
        throw new IllegalStateException("the command stands on " + file.topics().rolloutCommands()
                + ", but no controller answered within " + ANSWER_MILLIS / 1000
                + " s; is weir up running, with part rollout?");
    }

    /** Arguments of the newest draft of this name; none where there is no draft. */
    private static Map<String, String> draft(ProblemFile file, String rollout) {
        Map<String, String> newest = new TreeMap<>();
        LogReader.read(file, file.topics().rolloutCommands(), 0, record -> {
            if (record.value() != null && RecordType.of(record.value()) == RecordType.ROLLOUT_COMMAND) {
                RolloutCommand command = COMMANDS.decode(record.value());
                if (command.getRollout().equals(rollout) && command.getCommand().equals("draft")) {
                    newest.clear();
                    newest.putAll(command.getArguments());
                }
            }
            return true;
        });
        return newest;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the controller", e);
        }
    }

    private static void send(ProblemFile file, RolloutCommand command) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            file.topics().rolloutCommands(),
                            0,
                            command.getTime(),
                            command.getRollout(),
                            COMMANDS.encode(command)))
                    .get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the brokers did not take the command: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending the command", e);
        }
    }

    /** Reads states and steps. */
    public static History history(ProblemFile file) {
        List<AuditEntry> entries = new ArrayList<>();
        LogReader.read(file, file.topics().audit(), 0, record -> {
            AuditEntry entry = ENTRIES.decode(record.value());
            if (entry.getSubject().startsWith("rollout ")) {
                entries.add(entry);
            }
            return true;
        });
        @Nullable RolloutState[] newest = new RolloutState[1];
        LogReader.read(file, file.topics().rollouts(), 0, record -> {
            if (record.value() != null) {
                newest[0] = STATES.decode(record.value());
            }
            return true;
        });
        return new History(newest[0], entries);
    }

    /** How rollouts with the defaults would end, simulated. */
    public static Map<String, @Nullable Object> plan(double effect, double deviation, long units, int runs) {
        RolloutAnalysis.Settings defaults = RolloutAnalysis.Settings.DEFAULT;
        RolloutAnalysis.Settings settings = new RolloutAnalysis.Settings(
                defaults.alpha(), defaults.ratioAlpha(), defaults.leastUnits(), units, List.of());
        RolloutSimulation simulation = new RolloutSimulation(
                new RolloutSimulation.Case(effect, deviation, 0, true, 1), settings, Ramp.DEFAULT);
        List<RolloutSimulation.Run> all =
                LongStream.range(0, runs).mapToObj(simulation::run).toList();
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("runs", runs);
        for (Step step : List.of(Step.PROMOTE, Step.ROLL_BACK, Step.INCONCLUSIVE, Step.BLOCK)) {
            long ended = all.stream().filter(r -> r.step() == step).count();
            said.put("ended in " + step + ", %", 100.0 * ended / runs);
        }
        long[] sorted =
                all.stream().mapToLong(RolloutSimulation.Run::units).sorted().toArray();
        said.put("units until then, median", sorted[runs / 2]);
        said.put("units until then, 9 of 10", sorted[(int) (0.9 * runs)]);
        return said;
    }
}
