package dev.weir.systemtests.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.service.ServiceSettings;
import dev.weir.service.security.SecuritySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void whoShowsACertificateIsKnownByItsSubject() throws Exception {
        KeyStore server = pair("server", "CN=localhost");
        KeyStore shop = pair("shop", "CN=shop, O=acme");
        KeyStore stranger = pair("stranger", "CN=stranger");
        Files.writeString(
                folder.resolve("clients.pem"),
                Files.readString(folder.resolve("shop.crt")) + Files.readString(folder.resolve("stranger.crt")));
        Path settings = Files.writeString(folder.resolve("security.yaml"), """
                tls: {certificate: server.crt, key: server.key, client-ca: clients.pem, client-auth: required}
                principals: [{principal: shop, certificate: "CN=shop,O=acme", roles: {secret: [decide]}}]
                """);
        try (ServiceUnderTest test = new ServiceUnderTest(
                List.of(ServiceUnderTest.problem("""
                        problem: secret
                        features: [{name: x, type: numeric, missing: 0}]
                        actions: {ids: [red, green]}
                        default-action: green
                        reward: {formula: click, window: PT5S, if-none: 0}
                        tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                        """, OneBroker.bootstrap())),
                new ServiceSettings(0, 0, folder, "test", 1).with(SecuritySettings.read(settings)))) {
            int port = test.service.port();
            assertThat(decide(port, server, shop)).isEqualTo(200);
            assertThat(decide(port, server, stranger)).isEqualTo(401);
            assertThatThrownBy(() -> decide(port, server, null)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> test.post("decisions", "{}")).isInstanceOf(IOException.class);
        }
    }

    private static int decide(int port, KeyStore trusted, KeyStore shown) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(shown, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + port + "/v1/problems/secret/decisions"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"unit\":\"u\"}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** A key with a certificate that it has signed itself, as a store and as PEM files. */
    private KeyStore pair(String name, String subject) throws Exception {
        Path file = folder.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        int failed = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        subject,
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(failed).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        pem(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
        store.setCertificateEntry(name + "-itself", store.getCertificate(name));
        return store;
    }

    private void pem(String file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(bytes);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
