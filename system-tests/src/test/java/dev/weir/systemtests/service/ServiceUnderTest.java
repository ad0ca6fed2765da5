package dev.weir.systemtests.service;

import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.Features;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.PolicyChunk;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Provenance;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import dev.weir.service.PolicyService;
import dev.weir.service.ServiceSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A policy service of one problem, on a broker, with the ways to talk to it and to read what it wrote. */
public final class ServiceUnderTest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final ProblemFile file;
    final PolicyService service;
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    ServiceUnderTest(ProblemFile file, Path data) {
        this(List.of(file), new ServiceSettings(0, 0, data, "test", 1));
    }

    /** Serves all of them; the ways to talk are to the first. */
    ServiceUnderTest(List<ProblemFile> files, ServiceSettings settings) {
        this.file = files.get(0);
        this.service = PolicyService.start(files, settings, meters);
    }

    public static ProblemFile problem(String yaml, String bootstrap) {
        ProblemFile file = ProblemFiles.parse(yaml).withKafka(Map.of("bootstrap.servers", bootstrap));
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
        return file;
    }

    /** Status, body and the header Retry-After (or "") of an answer. */
    record Answer(int status, String body, String retryAfter) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    Answer post(String path, String body) throws Exception {
        return post(path, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Answer post(String path, byte[] body) throws Exception {
        return send(service.port(), path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer get(String path) throws Exception {
        return send(service.port(), path, HttpRequest.newBuilder().GET());
    }

    Answer admin(String path, String body) throws Exception {
        HttpRequest.Builder request = body == null
                ? HttpRequest.newBuilder().GET()
                : HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body));
        return send(service.adminPort(), path, request);
    }

    /** A POST, or a GET without a body, with headers given as names and values in turn. */
    Answer with(int port, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = body == null
                ? HttpRequest.newBuilder().GET()
                : HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body));
        return send(port, path, headers.length == 0 ? request : request.headers(headers));
    }

    private Answer send(int port, String path, HttpRequest.Builder request) throws Exception {
        String full = path.startsWith("/") ? path : "/v1/problems/" + file.name() + "/" + path;
        HttpRequest built = request.uri(URI.create("http://127.0.0.1:" + port + full))
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = HTTP.send(built, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Retry-After").orElse(""));
    }

    List<Decision> decisions() {
        Codec<Decision> codec = Codec.of(Decision.class);
        return read(file.topics().decisions()).stream()
                .filter(r -> RecordType.of(r.value()) == RecordType.DECISION)
                .map(r -> codec.decode(r.value()))
                .toList();
    }

    List<Tick> ticks(String topic, int partition) {
        Codec<Tick> codec = Codec.of(Tick.class);
        return read(topic).stream()
                .filter(r -> r.partition() == partition && RecordType.of(r.value()) == RecordType.TICK)
                .map(r -> codec.decode(r.value()))
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> read(String topic) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** A learner of the first track that has seen some made-up transitions. */
    public static Learner learner(ProblemFile file, int transitions) {
        Learner learner = file.tracks()
                .get(0)
                .learner()
                .create(file.decision(), file.tracks().get(0).seed());
        observe(learner, file, transitions);
        return learner;
    }

    /** The learner sees more made-up transitions. */
    public static void observe(Learner learner, ProblemFile file, int transitions) {
        for (int i = 0; i < transitions; i++) {
            double[] numbers = new double[file.decision().context().numbers()];
            java.util.Arrays.fill(numbers, i % 7);
            String[] texts = new String[file.decision().context().texts()];
            java.util.Arrays.fill(texts, "");
            Situation situation = new Situation(new Features(numbers, texts), List.of(), null);
            int action = i % file.decision().actionCount(situation);
            learner.observe(Experience.ofBandit(situation, action, 0.5, action == 1 ? 1 : 0));
        }
    }

    /** Publishes content as a version, as the learner does; {@code content} may differ from what the manifest says. */
    public static PolicyManifest publish(ProblemFile file, int epoch, long n, Learner learner, byte[] content)
            throws Exception {
        return publish(file, epoch, n, learner, content, manifest -> {});
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same, with a hand laid on the manifest before it is written. */
    static PolicyManifest publish(
            ProblemFile file,
            int epoch,
            long n,
            Learner learner,
            byte[] content,
            java.util.function.Consumer<PolicyManifest> hand)
            throws Exception {
        PolicyManifest manifest = manifest(file, epoch, n, learner);
        int size = 64;
        manifest.setChunks((content.length + size - 1) / size);
        hand.accept(manifest);
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            publish(file, manifest, content, size, producer);
        }
        return manifest;
    }

    /** Publishes a learner's content in one chunk. */
    public static void publish(
            ProblemFile file, int epoch, long n, Learner learner, KafkaProducer<String, byte[]> producer)
            throws Exception {
        byte[] content = learner.content();
        publish(file, manifest(file, epoch, n, learner), content, content.length, producer);
    }

    private static PolicyManifest manifest(ProblemFile file, int epoch, long n, Learner learner) {
        byte[] right = learner.content();
        Provenance provenance = new Provenance(null, null, 0, 0L, 0L, file.hash(), 1, "test", Map.of());
        return new PolicyManifest(
                file.name(),
                file.tracks().get(0).name(),
                epoch,
                n,
                sha256(right),
                "",
                "",
                (long) right.length,
                1,
                learner.transitions(),
                "linear",
                0L,
                0L,
                provenance,
                null,
                null);
    }

    private static void publish(
            ProblemFile file, PolicyManifest manifest, byte[] content, int size, KafkaProducer<String, byte[]> producer)
            throws Exception {
        String track = manifest.getTrack();
        String version = track + "/" + manifest.getEpoch() + "/" + manifest.getN();
        for (int i = 0; i * size < content.length; i++) {
            ByteBuffer data = ByteBuffer.wrap(content, i * size, Math.min(size, content.length - i * size))
                    .slice();
            PolicyChunk chunk = new PolicyChunk(track, manifest.getEpoch(), manifest.getN(), i, data);
            producer.send(new ProducerRecord<>(
                    file.topics().policies(),
                    "c/" + version + "/" + i,
                    Codec.of(PolicyChunk.class).encode(chunk)));
        }
        producer.send(new ProducerRecord<>(
                        file.topics().policies(),
                        "m/" + version,
                        Codec.of(PolicyManifest.class).encode(manifest)))
                .get();
    }

    public static void until(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within 20 s");
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
